import { expect, it } from 'vitest';
import { describeTicket, type TicketFacts } from '../../../src/domain/ticket/describeTicket.ts';
import { smallHall, usd } from '../../support/showtimes.ts';
import { folded, reference } from './tickets.ts';

const facts: TicketFacts = {
  reference,
  code: 'a.b.c',
  movie: { title: 'The Third Man', rating: 'PG' },
  theaterName: 'Grand',
  hallName: 'Hall 5',
  startsAt: '2026-12-01T23:30:00.000Z',
  timeZone: 'Europe/Vienna',
  format: '2D',
  language: 'en',
  seats: folded().seats,
  total: usd(3_200),
  layoutSeats: smallHall,
  customerName: 'Holly Martins',
};

it('tells time and date as the theater does, seats in the order of the hall, money with its symbol', () => {
  expect(describeTicket(facts)).toEqual({
    reference,
    code: 'a.b.c',
    movieTitle: 'The Third Man',
    rating: 'PG',
    theaterName: 'Grand',
    hallName: 'Hall 5',
    startsAtLocal: '00:30',
    dateText: 'Wed 2 Dec 2026',
    format: '2D',
    language: 'English',
    seats: [
      { row: 'A', number: '1', type: '', ticketType: 'Adult' },
      { row: 'A', number: '2', type: '', ticketType: 'Child' },
      { row: 'B', number: '1', type: 'Premium', ticketType: 'Adult' },
    ],
    total: 'US$32.00',
    customerName: 'Holly Martins',
  });
});

it('leaves out what nobody knows', () => {
  const { customerName: _name, ...anonymous } = facts;
  const view = describeTicket({ ...anonymous, movie: { title: 'Untitled' }, language: 'Klingon' });
  expect(view).not.toHaveProperty('rating');
  expect(view).not.toHaveProperty('customerName');
  expect(view.language).toBe('Klingon');
});

it.each([
  ['JPY', 3_200, 'JP¥3,200'],
  ['KWD', 3_200, 'KWD 3.200'],
  ['EUR', 0, '€0.00'],
])('knows how many decimals %s has', (currency, amount, text) => {
  const { total } = describeTicket({ ...facts, total: { amount, currency } });
  expect(total.replaceAll('\u00a0', ' ')).toBe(text);
});
