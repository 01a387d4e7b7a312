import { z } from 'zod';
import type { ReadTransaction } from '../../ports/ReadStore.ts';
import type { Placed } from '../engine/Projection.ts';
import { arrayText, rowText } from '../sql/rowText.ts';
import { businessHourOf } from './businessHour.ts';
import { type Fact, factKinds } from './factsOf.ts';
import type { LedgerEvent } from './reportEvents.ts';
import type { Show } from './reportFold.ts';

/** Of a stream. More make a page of a stampede cheaper per fact, and each further fact of a quiet one dearer. */
const eventsOfPage = 16;

/** As the type `fact` in the tables. */
const keptFact = z.object({
  ...{ position: z.string(), part: z.int(), at: z.iso.datetime(), kind: z.enum(factKinds) },
  ...{ n: z.int(), seats: z.int(), amount: z.int().optional(), currency: z.string().optional() },
  ...{ why: z.string().optional(), seat_type: z.string().optional(), party: z.int().optional() },
  happened_at: z.iso.datetime().optional(),
});
const toldFact = z.object({
  ...{ showtime_id: z.string(), stream: z.string(), revision: z.int(), fact: keptFact },
});

/** A fact and the event that told it, before it has a place in the ledger. */
export type ToldFact = z.output<typeof toldFact>;

interface FactPage {
  readonly showtime_id: string;
  readonly stream: string;
  readonly page: number;
  readonly theater_id: string;
  readonly business_date: string;
  /** Each as a row of the type `fact`. */
  readonly facts: string[];
}

const writePages = `
  INSERT INTO pages (showtime_id, stream, page, theater_id, business_date, facts)
  SELECT showtime_id, stream, page, theater_id, business_date, facts::fact[]
  FROM json_to_recordset($1::json) AS new (showtime_id text, stream text, page integer, theater_id text, business_date date,
    facts text)
  ON CONFLICT (showtime_id, stream, page, business_date) DO UPDATE SET facts = pages.facts || excluded.facts`;
const takeEarly =
  'DELETE FROM early WHERE showtime_id = ANY ($1::text[]) RETURNING showtime_id, stream, revision, fact';
const writeEarly = `
  INSERT INTO early (showtime_id, stream, revision, position, part, fact)
  SELECT showtime_id, stream, revision, fact ->> 'position', (fact ->> 'part')::smallint, fact
  FROM json_to_recordset($1::json) AS new (showtime_id text, stream text, revision integer, fact json)`;

export const toldBy = (
  { stream, revision, position, at }: Placed<LedgerEvent>,
  facts: readonly Fact[],
  showtimeId: string,
): readonly ToldFact[] =>
  facts.map(({ kind, n, seats, money, lost, happenedAt }, part) => ({
    ...{ showtime_id: showtimeId, stream, revision },
    fact: {
      ...{ position, part, at, kind, n, seats, amount: money?.amount, currency: money?.currency },
      ...{ why: lost?.why, seat_type: lost?.seatType, party: lost?.party, happened_at: happenedAt },
    },
  }));

/** A row of the type `fact` in the tables, its fields in their order. */
const factRow = ({ fact }: ToldFact, hour: string): string =>
  rowText([
    ...[fact.position, fact.part, fact.at, fact.kind, fact.n, fact.seats, fact.amount, fact.currency],
    ...[fact.why, fact.seat_type, fact.party, fact.happened_at, hour],
  ]);

/** Facts that came before these showtimes, because their streams were parked: no longer early, in log order. */
export const takeEarlyFacts = async (
  showtimeIds: readonly string[],
  transaction: ReadTransaction,
): Promise<readonly ToldFact[]> => {
  const early = z.array(toldFact).parse(await transaction.query(takeEarly, [showtimeIds]));
  const inLog = ({ fact: one }: ToldFact, { fact: other }: ToldFact): number => {
    if (one.position === other.position) return one.part - other.part;
    return one.position < other.position ? -1 : 1;
  };
  return early.sort(inLog);
};

/** Facts of one stream in log order. Those of a showtime that is not known wait for it. */
export const writeFacts = async (
  told: readonly ToldFact[],
  shows: ReadonlyMap<string, Show>,
  transaction: ReadTransaction,
): Promise<void> => {
  const pages = new Map<string, FactPage>();
  const early: ToldFact[] = [];
  for (const each of told) {
    const { showtime_id, stream, revision, fact } = each;
    const show = shows.get(showtime_id);
    if (show === undefined) {
      early.push(each);
      continue;
    }
    const { date: business_date, hour } = businessHourOf(fact.happened_at ?? fact.at, show.zone);
    const page = Math.floor(revision / eventsOfPage);
    const key = `${stream} ${page} ${business_date}`;
    const known = pages.get(key);
    const row = factRow(each, hour);
    if (known !== undefined) known.facts.push(row);
    else {
      const { theater_id } = show;
      pages.set(key, { showtime_id, stream, page, theater_id, business_date, facts: [row] });
    }
  }
  if (pages.size > 0) {
    const rows = [...pages.values()].map((page) => ({ ...page, facts: arrayText(page.facts) }));
    await transaction.query(writePages, [JSON.stringify(rows)]);
  }
  if (early.length > 0) await transaction.query(writeEarly, [JSON.stringify(early)]);
};
