import { expect, it } from 'vitest';
import { ticketSeats } from '../../../src/domain/ticket/Ticket.ts';
import { smallHall, usd } from '../../support/showtimes.ts';
import { folded } from './tickets.ts';

it('lists the seats of a booking in the order of the hall', () => {
  expect(ticketSeats(folded().seats, smallHall)).toEqual([
    { row: 'A', number: '1', type: 'regular', ticketType: 'adult' },
    { row: 'A', number: '2', type: 'regular', ticketType: 'child' },
    { row: 'B', number: '1', type: 'premium', ticketType: 'adult' },
  ]);
});

it('names a seat by its id when the layout does not draw it', () => {
  const gone = { id: 'Z9', type: 'regular', ticketType: 'adult', price: usd(1) } as const;
  expect(ticketSeats([gone], smallHall)).toEqual([
    { row: '', number: 'Z9', type: 'regular', ticketType: 'adult' },
  ]);
});
