import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import {
  type EventFilter,
  EventStoreUnavailable,
  type Position,
  positionOf,
} from '../../ports/EventStore.ts';
import type { LogTexts, TextsRead } from '../../ports/LogTexts.ts';
import { isTransient, pauseBefore, unavailable } from './connectionErrors.ts';
import { CopyReader, copiedColumns, copiedEventsIn, lastPositionIn } from './copiedEvents.ts';
import { positionNumber } from './eventRow.ts';
import { postgresEventStoreLimits } from './limits.ts';
import { createLogCheck } from './logCheck.ts';

const { connectMs } = postgresEventStoreLimits;

/** Of one statement, so that none keeps a snapshot for long; wider where the filter leaves little. */
const rangePositions = { first: 20_000n, max: 1_000_000n } as const;
const rangeBytesMin = 2_000_000;
/** Without progress. */
const awayMsMax = 15_000;

export interface PostgresLogTextsOptions {
  readonly connectionString: string;
  readonly logId: string;
}

const conditionsOf = (filter: EventFilter): string => {
  const { categories, types, streams, ids, correlationIds, causationIds, from, before } = filter;
  const among = (column: string, allowed: readonly string[] | undefined, type = 'text'): string =>
    allowed === undefined
      ? ''
      : `and ${column} = any(array[${allowed.map(pg.escapeLiteral).join(',')}]::${type}[])`;
  const decided = (comparison: string, instant: string | undefined): string =>
    instant === undefined ? '' : `and e.at ${comparison} ${pg.escapeLiteral(instant)}`;
  return [
    ...[among('e.category', categories), among('e.type', types), among('e.stream', streams)],
    among('e.id', ids, 'uuid'),
    among("(e.metadata->>'correlationId')", correlationIds),
    among("(e.metadata->>'causationId')", causationIds),
    ...[decided('>=', from), decided('<', before)],
  ].join(' ');
};

interface RowsRead extends TextsRead {
  readonly rows: Buffer;
}

/** Events are made of the rows when they are asked for. */
const readOf = (rows: Buffer): RowsRead => {
  let events: TextsRead['events'] | undefined;
  return {
    get events() {
      events ??= copiedEventsIn(rows);
      return events;
    },
    reached: lastPositionIn(rows),
    rows,
  };
};

/** COPY takes no parameters. */
const copySql = (after: bigint, until: bigint, filter: EventFilter): string =>
  `copy (select ${copiedColumns} from event_log.events e where e.position > ${after} and e.position <= ${until}
    ${conditionsOf(filter)} order by e.position) to stdout`;

export const openPostgresLogTexts = ({ connectionString, logId }: PostgresLogTextsOptions): LogTexts => {
  const check = createLogCheck(postgresEventStoreLimits);
  check.expect(logId);
  let client: pg.Client | undefined;
  const disconnect = async (): Promise<void> => {
    const left = client;
    client = undefined;
    await left?.end().catch(() => undefined);
  };
  const connected = async (): Promise<pg.Client> => {
    if (client !== undefined) return client;
    const opened = new pg.Client({
      ...{ connectionString, connectionTimeoutMillis: connectMs, keepAlive: true },
      application_name: 'marquee log reader',
    });
    opened.on('error', () => undefined);
    try {
      await opened.connect();
      await check.ofConnection(opened);
    } catch (error) {
      opened.end().catch(() => undefined);
      throw error;
    }
    client = opened;
    return opened;
  };

  const readRange = async function* (
    after: bigint,
    until: bigint,
    filter: EventFilter,
  ): AsyncGenerator<RowsRead, void> {
    const connection = await connected();
    const reader = new CopyReader();
    const copied = connection.query(copyTo(copySql(after, until, filter)));
    let isWhole = false;
    try {
      for await (const chunk of copied as AsyncIterable<Buffer>) {
        const rows = reader.take(chunk);
        if (rows !== undefined) yield readOf(rows);
      }
      const rest = reader.end();
      if (rest !== undefined) yield readOf(rest);
      isWhole = true;
    } finally {
      if (!isWhole) await disconnect();
    }
  };

  const patiently = async function* (
    from: bigint,
    until: bigint,
    filter: EventFilter,
  ): AsyncGenerator<RowsRead, void> {
    let after = from;
    let failures = 0;
    let aloneSinceMs = performance.now();
    for (;;) {
      try {
        for await (const read of readRange(after, until, filter)) {
          after = positionNumber(read.reached);
          [failures, aloneSinceMs] = [0, performance.now()];
          yield read;
        }
        return;
      } catch (error) {
        if (error instanceof EventStoreUnavailable) throw error;
        if (!isTransient(error) || performance.now() - aloneSinceMs > awayMsMax) throw unavailable(error);
        await pauseBefore(failures);
        failures += 1;
      }
    }
  };

  return {
    givesRows: true,
    read: async function* ({ after, until, filter }) {
      let at = positionNumber(after);
      const end = positionNumber(until);
      let width: bigint = rangePositions.first;
      while (at < end) {
        const upTo = at + width < end ? at + width : end;
        let bytes = 0;
        for await (const read of patiently(at, upTo, filter)) {
          bytes += read.rows.length;
          yield read;
        }
        const reached: Position = positionOf(upTo);
        yield { events: [], reached };
        at = upTo;
        if (bytes < rangeBytesMin && width < rangePositions.max) width *= 2n;
      }
    },
    close: disconnect,
  };
};
