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

const conditionsOf = (filter: EventFilter, values: unknown[]): string => {
  const among = (column: string, allowed: readonly string[] | undefined, type = 'text'): string => {
    if (allowed === undefined) return '';
    values.push(allowed);
    return `and ${column} = any($${values.length}::${type}[])`;
  };
  const decided = (comparison: string, instant: string | undefined): string => {
    if (instant === undefined) return '';
    values.push(instant);
    return `and e.at ${comparison} $${values.length}`;
  };
  return [
    among('e.category', filter.categories),
    among('e.type', filter.types),
    among('e.stream', filter.streams),
    among('e.id', filter.ids, 'uuid'),
    among("(e.metadata->>'correlationId')", filter.correlationIds),
    among("(e.metadata->>'causationId')", filter.causationIds),
    decided('>=', filter.from),
    decided('<', filter.before),
  ].join(' ');
};

const pageQuery = (after: bigint, scan: number, maxCount: number, filter: EventFilter): Query => {
  const values: unknown[] = [String(after), scan, maxCount];
  const conditions = conditionsOf(filter, values);
  const { categories, types, streams, ids, correlationIds, causationIds, from, before } = filter;
  const named = [categories && 'c', types && 't', streams && 's', ids && 'i'];
  const kinds = [...named, correlationIds && 'r', causationIds && 'a', from && 'f', before && 'b'].filter(
    Boolean,
  );
  return {
    name: `event-log-page-${kinds.join('')}`,
    // Head and events are of one snapshot; positions have no gaps, so all events up to the head are visible.
    text: `select h.position as head, ${eventColumns}
      from event_log.head h left join lateral (
        select * from event_log.events e
        where e.position > $1 and e.position <= least($1::bigint + $2::integer, h.position) ${conditions}
        order by e.position limit $3
      ) e on true order by e.position`,
    values,
  };
};

/** Not prepared, with bounds that depend on nothing: so the planner sees a wide range and rare events. */
const wideQuery = (after: bigint, upTo: bigint, maxCount: number, filter: EventFilter): Query => {
  const values: unknown[] = [String(after), String(upTo), maxCount];
  const conditions = conditionsOf(filter, values);
  const text = `select ${eventColumns} from event_log.events e
    where e.position > $1 and e.position <= $2 ${conditions} order by e.position limit $3`;
  return { text, values };
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
  const readPage = async (after: bigint, maxCount: number, filter: EventFilter) => {
    const query = pageQuery(after, limits.scanPositionsMax, maxCount, filter);
    const rows = await queryPatiently<PageRow>(pool, query, limits.readMs);
    const head = BigInt(rows[0]?.head ?? 0);
    const events = rows.filter(hasEvent).map(recordedEvent);
    const last = events.length === maxCount ? events.at(-1) : undefined;
    const scanned = least(after + BigInt(limits.scanPositionsMax), head);
    return { events, next: last === undefined ? greatest(after, scanned) : BigInt(last.position), head };
  };

  const readWide = async (after: bigint, upTo: bigint, maxCount: number, filter: EventFilter) => {
    const query = wideQuery(after, upTo, maxCount, filter);
    const events = (await queryPatiently<EventRow>(pool, query, limits.readMs)).map(recordedEvent);
    const last = events.length === maxCount ? events.at(-1) : undefined;
    return { events, next: last === undefined ? upTo : BigInt(last.position) };
  };

  return {
    readStream: createStreamReads(pool, limits),

    readAll: async (after, { maxCount, filter = {} }) => {
      const count = Math.max(1, clampCount(maxCount));
      const from = least(positionNumber(after), positionMax);
      const gatherUntilMs = performance.now() + limits.gatherMs;
      const page = await readPage(from, count, filter);
      const { head } = page;
      const events = [...page.events];
      let { next } = page;
      let positions = limits.wideScanPositionsMax;
      for (let scans = 1; events.length < count && next < head && scans < limits.scansMax; scans += 1) {
        if (events.length > 0 && performance.now() > gatherUntilMs) break;
        const more = await readWide(
          next,
          least(next + BigInt(positions), head),
          count - events.length,
          filter,
        );
        events.push(...more.events);
        next = more.next;
        // The index of ranges is gone through once for each scan, however wide.
        const isRare = more.events.length * limits.rareShare < count;
        positions = isRare ? positions * limits.widerScan : limits.wideScanPositionsMax;
      }
      return { events, next: positionOf(next), atEnd: next >= head };
    },

    head: async () => {
      const query = { name: 'event-log-head', text: 'select position from event_log.head', values: [] };
      const rows = await queryPatiently<{ position: string }>(pool, query, limits.readMs);
      return positionOf(BigInt(rows[0]?.position ?? 0));
    },
  };
};
