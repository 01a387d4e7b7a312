import { z } from 'zod';
import { categoryOf, idOfStream } from '../../domain/kernel/streams.ts';
import type { ReadTransaction } from '../../ports/ReadStore.ts';
import type { Placed } from '../engine/Projection.ts';
import { arrayText, rowText } from '../sql/rowText.ts';
import { businessHourOf } from './businessHour.ts';
import { type Fact, factKinds } from './factsOf.ts';
import type { LedgerEvent } from './reportEvents.ts';
import type { Show } from './reportFold.ts';

/**
 * Of a stream. More make a page of a stampede cheaper per fact, and each further fact of a quiet one dearer; half of it takes a tenth
 * more disk and time to write, the scale run's log as well as a stampede.
 */
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
  readonly source_id: string;
  readonly category: string;
  readonly page: number;
  readonly theater_id: string;
  readonly business_date: string;
  readonly utc_offset: number;
  /** Each as a row of the type `fact`. */
  readonly facts: string[];
}

// No parameter is of a type of the schema: a prepared statement keeps the OID, and the schema may be made again.
const writePages = `
  INSERT INTO pages (showtime_id, source_id, category, page, theater_id, business_date, utc_offset, facts)
  SELECT showtime_id, source_id, category::fact_category, page, theater_id, business_date, utc_offset, facts::fact[]
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[], $5::uuid[], $6::date[], $7::smallint[], $8::text[])
    AS new (showtime_id, source_id, category, page, theater_id, business_date, utc_offset, facts)
  ON CONFLICT (showtime_id, source_id, category, page, business_date, utc_offset)
  DO UPDATE SET facts = pages.facts || excluded.facts`;
const takeEarly =
  'DELETE FROM early WHERE showtime_id = ANY ($1::uuid[]) RETURNING showtime_id, stream, revision, fact';
const writeEarly = `
  INSERT INTO early (showtime_id, stream, revision, position, part, fact)
  SELECT showtime_id, stream, revision, (fact ->> 'position')::bigint, (fact ->> 'part')::smallint, fact
  FROM json_to_recordset($1::json) AS new (showtime_id uuid, stream text, revision integer, fact json)`;

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

const unless = (usual: number, value: number): number | undefined => (value === usual ? undefined : value);

/** A row of the type `fact_detail` in the tables, its fields in their order; undefined when all are null. */
const detailRow = ({ happened_at, n, part, party, why, seat_type }: ToldFact['fact']): string | undefined => {
  const fields = [happened_at, unless(1, n), unless(0, part), party, why, seat_type];
  return fields.every((field) => field === undefined) ? undefined : rowText(fields);
};

/** A row of the type `fact`. */
const factRow = ({ fact }: ToldFact): string => {
  const { position, at, kind, seats, amount, currency } = fact;
  return rowText([position, at, kind, seats, amount, currency, detailRow(fact)]);
};

/** The parameters of `writePages`: as arrays they cost Postgres a quarter less than as JSON. */
const columnsOf = (pages: readonly FactPage[]): readonly (readonly (string | number)[])[] => [
  pages.map(({ showtime_id }) => showtime_id),
  pages.map(({ source_id }) => source_id),
  pages.map(({ category }) => category),
  pages.map(({ page }) => page),
  pages.map(({ theater_id }) => theater_id),
  pages.map(({ business_date }) => business_date),
  pages.map(({ utc_offset }) => utc_offset),
  pages.map(({ facts }) => arrayText(facts)),
];

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
    const { date: business_date, offset: utc_offset } = businessHourOf(
      fact.happened_at ?? fact.at,
      show.zone,
    );
    const page = Math.floor(revision / eventsOfPage);
    const key = `${stream} ${page} ${business_date} ${utc_offset}`;
    const known = pages.get(key);
    const row = factRow(each);
    if (known !== undefined) known.facts.push(row);
    else {
      const source = { showtime_id, source_id: idOfStream(stream), category: categoryOf(stream) };
      const { theater_id } = show;
      pages.set(key, { ...source, page, theater_id, business_date, utc_offset, facts: [row] });
    }
  }
  if (pages.size > 0) {
    await transaction.query(writePages, columnsOf([...pages.values()]));
  }
  if (early.length > 0) await transaction.query(writeEarly, [JSON.stringify(early)]);
};
