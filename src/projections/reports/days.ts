import type { ReadTransaction, SqlRow } from '../../ports/ReadStore.ts';
import { settledKinds } from './factsOf.ts';
import type { Scheduled, Show } from './reportFold.ts';

/** After the end of a day's last show: its last bookings are paid for by then. */
const settlesAfterMs = 3 * 3_600_000;

interface Day {
  readonly theater_id: string;
  readonly business_date: string;
  readonly moved: string;
  readonly settles_at?: string;
}

/** Business dates of theaters for which something counts that no statement has yet. */
export interface MovedDays {
  byFact(show: Show | undefined, kind: string, position: string): void;
  bySchedule(show: Scheduled): void;
  write(transaction: ReadTransaction): Promise<void>;
}

const writeDays = `
  INSERT INTO days (theater_id, business_date, settles_at, moved, issued)
  SELECT theater_id, business_date, settles_at, moved, 0
  FROM json_to_recordset($1::json) AS new (theater_id uuid, business_date date, settles_at timestamptz, moved bigint)
  ON CONFLICT (theater_id, business_date) DO UPDATE
  SET settles_at = greatest(days.settles_at, excluded.settles_at), moved = greatest(days.moved, excluded.moved)`;

const latest = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || (other !== undefined && other > one) ? other : one;

export const movedDays = (): MovedDays => {
  const days = new Map<string, Day>();
  const move = ({ theater_id, business_date }: Show, moved: string, settles?: string): void => {
    const key = `${theater_id} ${business_date}`;
    const known = days.get(key);
    const settles_at = latest(known?.settles_at, settles);
    days.set(key, {
      ...{ theater_id, business_date, moved: latest(known?.moved, moved) ?? moved },
      ...(settles_at === undefined ? {} : { settles_at }),
    });
  };
  return {
    byFact: (show, kind, position) => {
      if (show !== undefined && settledKinds.has(kind)) move(show, position);
    },
    bySchedule: (show) =>
      move(show, show.position, new Date(Date.parse(show.ends_at) + settlesAfterMs).toISOString()),
    write: async (transaction) => {
      if (days.size > 0) await transaction.query(writeDays, [JSON.stringify([...days.values()])]);
    },
  };
};

export const readDay = (row: SqlRow): Pick<Day, 'theater_id' | 'business_date'> => ({
  theater_id: String(row.theater_id),
  business_date: String(row.business_date),
});
