/** A statement as a page that is signed: every line once, sums that add up, and no signature without them. */
import { expect, it } from 'vitest';
import { openFontStack } from '../../../src/adapters/ticket-rendering/FontStack.ts';
import { layOutStatement } from '../../../src/adapters/ticket-rendering/layOutStatement.ts';
import { renderStatements } from '../../../src/adapters/ticket-rendering/renderStatements.ts';
import type { Statement, StatementLine } from '../../../src/ports/StatementRenderer.ts';
import { uuid } from '../../support/showtimes.ts';

const fonts = openFontStack();
const money = (amount: number, currency = 'EUR') => ({ amount, currency });
const line = (n: number, more: Partial<StatementLine> = {}): StatementLine => ({
  ...{
    movieId: uuid(n),
    movie: `Film ${n}`,
    currency: 'EUR',
    showtimes: 2,
    bookings: 3,
    seats: 7,
    seatsReturned: 1,
  },
  ...{ gross: money(10_000), refunds: money(1_000), net: money(9_000), share: money(4_500) },
  terms: { distributor: 'Northlight', week: 2, shareBp: 5_000 },
  ...more,
});
const statement = (lines: readonly StatementLine[]): Statement => ({
  ...{ theater: 'Zephyr', businessDate: '2026-11-28', number: 2, logId: uuid(1), asOf: null, lines },
  position: '00000000000000004711',
});
const textsOf = (lines: readonly StatementLine[]): readonly (readonly string[])[] =>
  layOutStatement(statement(lines), fonts).map(({ marks }) =>
    marks.flatMap((mark) => (mark.kind === 'text' ? [mark.line.runs.map(({ text }) => text).join('')] : [])),
  );

it('shows where it stands, the terms, and the sum of each distributor and of all', () => {
  const other = line(2, { terms: { distributor: 'Gaumont', week: 1, shareBp: 3_333 }, share: money(3_000) });
  const [page = []] = textsOf([line(1), other]);
  expect(page.slice(0, 4)).toEqual(['SETTLEMENT, STATEMENT 2', 'Page 1 of 1', 'Zephyr', '2026-11-28']);
  const from = page.indexOf('Film 1');
  const figures = (shows: number, tickets: number, returned: number, ...amounts: readonly string[]) => [
    ...[shows, tickets, returned].map(String),
    ...amounts,
  ];
  const one = figures(2, 7, 1, '€100.00', '€10.00', '€90.00');
  expect(page.slice(from, page.indexOf('FOR THE THEATER'))).toEqual([
    ...['Film 1', 'Northlight', '2', '50 %', ...one, '€45.00'],
    ...['Film 2', 'Gaumont', '1', '33.33 %', ...one, '€30.00'],
    ...['Total', 'Northlight, EUR', ...one, '€45.00'],
    ...['Total', 'Gaumont, EUR', ...one, '€30.00'],
    ...['Total', 'all, EUR', ...figures(4, 14, 2, '€200.00', '€20.00', '€180.00', '€75.00')],
  ]);
});

it('never adds currencies up', () => {
  const dollars = line(2, {
    ...{ currency: 'USD', gross: money(500, 'USD'), refunds: money(0, 'USD') },
    ...{ net: money(500, 'USD'), share: money(250, 'USD') },
  });
  const [page = []] = textsOf([line(1), dollars]);
  expect(page.filter((text) => text.startsWith('all, '))).toEqual(['all, EUR', 'all, USD']);
});

it.each([1, 12, 13, 18, 19, 20, 31, 32, 60])(
  'of %i lines has each once, and is signed beside its sums',
  (count) => {
    const pages = textsOf(Array.from({ length: count }, (_, n) => line(n + 1)));
    const all = pages.flat();
    expect(all.filter((text) => text.startsWith('Film '))).toHaveLength(count);
    const signed = pages.map((texts) => texts.includes('FOR THE DISTRIBUTOR'));
    expect(signed).toEqual(pages.map((_, at) => at === pages.length - 1));
    expect(pages.at(-1)).toContain('all, EUR');
  },
);

it('is a PDF with a page for each', async () => {
  const many = Array.from({ length: 20 }, (_, n) => line(n + 1));
  const pdf = Buffer.from(await renderStatements([statement([line(1)]), statement(many)])).toString('latin1');
  expect(pdf.slice(0, 5)).toBe('%PDF-');
  expect(pdf.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(3);
});
