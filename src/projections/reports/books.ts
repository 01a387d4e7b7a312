import { type RentalTerms, rentalTermsSchema, termsOfDay } from '../../domain/movie/rentalTerms.ts';
import { booksCloseAfterMs } from '../../domain/policies/policies.ts';
import type { ReadTransaction } from '../../ports/ReadStore.ts';
import type { Placed } from '../engine/Projection.ts';
import { readDay } from './days.ts';
import type { BookEvent } from './reportEvents.ts';

/** Corrections are issued once a day. */
const againAfterMs = 24 * 3_600_000;

const writeClosing = `
  INSERT INTO closings (theater_id, after_ms) VALUES ($1, $2)
  ON CONFLICT (theater_id) DO UPDATE SET after_ms = excluded.after_ms`;

const readTerms =
  'SELECT terms FROM terms WHERE movie_id = $1::uuid AND position < $2::bigint ORDER BY position DESC LIMIT 1';
const writeTerms =
  'INSERT INTO terms (movie_id, position, at, terms) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING';
const readDays = 'SELECT DISTINCT theater_id, business_date::text FROM shows WHERE movie_id = $1::uuid';
const moveDays = `
  UPDATE days SET moved = greatest(days.moved, $3::bigint)
  FROM unnest($1::uuid[], $2::date[]) AS moved (theater_id, business_date)
  WHERE (days.theater_id, days.business_date) = (moved.theater_id, moved.business_date)`;

const writeStatement = `
  INSERT INTO statements (theater_id, business_date, number, position, at, up_to, lines, left_out)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`;
const writeIssued = `
  INSERT INTO days (theater_id, business_date, settles_at, moved, issued, left_out) VALUES ($1, $2, $3, 0, $4, $5)
  ON CONFLICT (theater_id, business_date) DO UPDATE
  SET settles_at = greatest(days.settles_at, excluded.settles_at), issued = greatest(days.issued, excluded.issued),
    left_out = excluded.left_out`;

const isSameDay = (one: RentalTerms | undefined, other: RentalTerms, date: string): boolean => {
  if (one === undefined) return false;
  const [before, after] = [termsOfDay(one, date), termsOfDay(other, date)];
  return JSON.stringify(before) === JSON.stringify(after);
};

const agreeTerms = async (
  { position, at, data }: Placed<Extract<BookEvent, { type: 'MovieTermsAgreed' }>>,
  transaction: ReadTransaction,
): Promise<void> => {
  const { movieId, terms } = data;
  const [row] = await transaction.query(readTerms, [movieId, position]);
  const before = row === undefined ? undefined : rentalTermsSchema.parse(row.terms);
  await transaction.query(writeTerms, [movieId, position, at, JSON.stringify(terms)]);
  const days = (await transaction.query(readDays, [movieId]))
    .map(readDay)
    .filter(({ business_date }) => !isSameDay(before, terms, business_date));
  const [theaters, dates] = [days.map((day) => day.theater_id), days.map((day) => day.business_date)];
  if (days.length > 0) await transaction.query(moveDays, [theaters, dates, position]);
};

const issue = async (
  { position, at, data }: Placed<Extract<BookEvent, { type: 'SettlementIssued' }>>,
  transaction: ReadTransaction,
): Promise<void> => {
  const { theaterId, businessDate, number, upTo, lines, leftOut } = data;
  const without = leftOut === undefined ? null : JSON.stringify(leftOut);
  const statement = [theaterId, businessDate, number, position, at, upTo, JSON.stringify(lines), without];
  await transaction.query(writeStatement, statement);
  const again = new Date(Date.parse(at) + againAfterMs).toISOString();
  await transaction.query(writeIssued, [theaterId, businessDate, again, upTo, without]);
};

/** These events are few: terms, policies of theaters, and a statement a day and theater. */
export const keepBooks = async (
  events: readonly Placed<BookEvent>[],
  transaction: ReadTransaction,
): Promise<void> => {
  for (const event of events) {
    switch (event.type) {
      case 'MovieTermsAgreed':
        await agreeTerms(event, transaction);
        break;
      case 'SettlementIssued':
        await issue(event, transaction);
        break;
      case 'TheaterOpened':
      case 'TheaterRevised':
        await transaction.query(writeClosing, [event.data.theaterId, booksCloseAfterMs(event.data.policies)]);
        break;
    }
  }
};
