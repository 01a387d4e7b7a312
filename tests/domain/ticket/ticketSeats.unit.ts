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

it('prints labels, and the zone of a row that another zone has too', () => {
  const [first] = folded().seats;
  const drawn = (id: string, row: string, zone: string) =>
    ({ id, row, rowLabel: 'Ä', number: 1, label: '12a', x: 1, y: 1, type: 'regular', zone }) as const;
  const layout = [drawn('r1-1', 'r1', 'Stalls'), drawn('r2-1', 'r2', 'Balcony')];
  const held = { ...first, id: 'r2-1', type: 'regular', ticketType: 'adult', price: usd(1) } as const;
  expect(ticketSeats([held], layout)).toEqual([
    { row: 'Balcony Ä', number: '12a', type: 'regular', ticketType: 'adult' },
  ]);
  expect(ticketSeats([held], layout.slice(1))).toEqual([
    { row: 'Ä', number: '12a', type: 'regular', ticketType: 'adult' },
  ]);
});
