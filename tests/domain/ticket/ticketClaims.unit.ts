import { expect, it } from 'vitest';
import { ticketClaims } from '../../../src/domain/ticket/ticketClaims.ts';
import { showtimeId, startsAtMs } from '../../support/showtimes.ts';
import { bookingId, cancelled, folded, reference } from './tickets.ts';

const fourHours = 4 * 60 * 60;

it('says whose seats at which show, until two hours after its end', () => {
  expect(ticketClaims(folded())).toEqual({
    bookingId,
    reference,
    showtimeId,
    seatIds: ['B1', 'A1', 'A2'],
    exp: startsAtMs / 1_000 + fourHours,
  });
});

it('leaves out seats that were given up', () => {
  expect(ticketClaims(folded(cancelled(1, 'A1')))?.seatIds).toEqual(['B1', 'A2']);
  expect(ticketClaims(folded(cancelled(1, 'A1'), cancelled(2, 'A2', 'B1')))).toBeUndefined();
});
