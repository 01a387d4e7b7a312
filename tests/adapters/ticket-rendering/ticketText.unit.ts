import { expect, it } from 'vitest';
import { ticketText } from '../../../src/adapters/ticket-rendering/ticketText.ts';
import { reference, soldTicket } from '../../domain/ticket/tickets.ts';

const ticket = soldTicket('a.b.c');

it('tells time and date as the theater does, money with its symbol', () => {
  expect(ticketText(ticket)).toEqual({
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

it('leaves out what is not known', () => {
  const { customerName: _name, rating: _rating, ...anonymous } = ticket;
  const text = ticketText({ ...anonymous, language: 'Klingon' });
  expect(text).not.toHaveProperty('rating');
  expect(text).not.toHaveProperty('customerName');
  expect(text.language).toBe('Klingon');
});

it.each([
  ['JPY', 3_200, 'JP¥3,200'],
  ['KWD', 3_200, 'KWD 3.200'],
  ['EUR', 0, '€0.00'],
  // Intl alone prints these four without decimals.
  ['HUF', 250_000, 'HUF 2,500.00'],
  ['IQD', 1_500, 'IQD 1.500'],
  ['LBP', 1_205, 'LBP 12.05'],
  ['MGA', 1_000, 'MGA 10.00'],
])('prints the decimals of ISO 4217 for %s', (currency, amount, text) => {
  const { total } = ticketText({ ...ticket, total: { amount, currency } });
  expect(total.replaceAll('\u00a0', ' ')).toBe(text);
});
