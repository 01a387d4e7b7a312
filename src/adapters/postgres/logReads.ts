import type pg from 'pg';
import type { EventFilter, LogPage, Position, RecordedEvent } from '../../ports/EventStore.ts';
import { positionOf } from '../../ports/EventStore.ts';
import type { EventRow } from './eventRow.ts';
import { eventColumns, positionNumber, recordedEvent } from './eventRow.ts';
import type { PostgresEventStoreLimits } from './limits.ts';
import { clampCount, type Query, queryPatiently } from './patientQuery.ts';
import { createStreamReads } from './streamReads.ts';

/** No position is above this, and sums in the query stay within bigint. */
const positionMax = 2n ** 62n;

const pageQuery = (
  after: bigint,
  scan: number,
  maxCount: number,
  filter: EventFilter,
): Query & { name: string } => {
  const values: unknown[] = [String(after), scan, maxCount];
  const conditions: string[] = [];
  const among = (column: string, allowed: readonly string[] | undefined): void => {
    if (allowed === undefined) return;
    values.push(allowed);
    conditions.push(`and e.${column} = any($${values.length}::text[])`);
  };
  among('category', filter.categories);
  among('type', filter.types);
  among('stream', filter.streams);
  const kinds = [filter.categories && 'c', filter.types && 't', filter.streams && 's'].filter(Boolean);
  return {
    name: `event-log-page-${kinds.join('')}`,
    // Head and events are of one snapshot; positions have no gaps, so all events up to the head are visible.
    text: `select h.position as head, ${eventColumns}
      from event_log.head h left join lateral (
        select * from event_log.events e
        where e.position > $1 and e.position <= least($1::bigint + $2::integer, h.position)
          ${conditions.join(' ')}
        order by e.position limit $3
      ) e on true order by e.position`,
    values,
  };
};

type PageRow = { head: string } & (EventRow | Record<keyof EventRow, null>);

const hasEvent = (row: PageRow): row is { head: string } & EventRow => row.position !== null;

const greatest = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

export interface LogReads {
  readStream(
    stream: string,
    options?: { readonly fromRevision?: number; readonly maxCount?: number; readonly backwards?: boolean },
  ): Promise<readonly RecordedEvent[]>;
  readAll(
    after: Position,
    options: { readonly maxCount: number; readonly filter?: EventFilter },
  ): Promise<LogPage>;
  head(): Promise<Position>;
}

export const createLogReads = (pool: pg.Pool, limits: PostgresEventStoreLimits): LogReads => {
  const readPage = async (after: bigint, maxCount: number, filter: EventFilter, scan: number) => {
    const { name, ...query } = pageQuery(after, scan, maxCount, filter);
    // A prepared plan is for any filter and would read all positions of a wide scan, however rare the events are.
    const isPrepared = scan <= limits.scanPositionsMax;
    const rows = await queryPatiently<PageRow>(pool, isPrepared ? { name, ...query } : query, limits.readMs);
    const head = BigInt(rows[0]?.head ?? 0);
    const events = rows.filter(hasEvent).map(recordedEvent);
    const last = events.length === maxCount ? events.at(-1) : undefined;
    const scanned = least(after + BigInt(scan), head);
    const next = last === undefined ? greatest(after, scanned) : BigInt(last.position);
    return { events, next, atEnd: next >= head };
  };

  return {
    readStream: createStreamReads(pool, limits),

    readAll: async (after, { maxCount, filter = {} }) => {
      const count = Math.max(1, clampCount(maxCount));
      const from = least(positionNumber(after), positionMax);
      const gatherUntilMs = performance.now() + limits.gatherMs;
      const page = await readPage(from, count, filter, limits.scanPositionsMax);
      const events = [...page.events];
      let { next, atEnd } = page;
      for (let scans = 1; events.length < count && !atEnd && scans < limits.scansMax; scans += 1) {
        if (events.length > 0 && performance.now() > gatherUntilMs) break;
        const more = await readPage(next, count - events.length, filter, limits.wideScanPositionsMax);
        events.push(...more.events);
        ({ next, atEnd } = more);
      }
      return { events, next: positionOf(next), atEnd };
    },

    head: async () => {
      const query = { name: 'event-log-head', text: 'select position from event_log.head', values: [] };
      const rows = await queryPatiently<{ position: string }>(pool, query, limits.readMs);
      return positionOf(BigInt(rows[0]?.position ?? 0));
    },
  };
};
