import type pg from 'pg';
import type { EventStore, RecordedEvent } from '../../ports/EventStore.ts';
import { joinCalls } from '../joinCalls.ts';
import { type EventRow, eventColumns, recordedEvent } from './eventRow.ts';
import type { PostgresEventStoreLimits } from './limits.ts';
import { clampCount, type Query, queryPatiently } from './patientQuery.ts';

const revisionMax = 2 ** 31 - 1;

interface Asked {
  readonly stream: string;
  readonly from: number;
  readonly count: number;
  readonly backwards: boolean;
}

const queryOf = ({ stream, from, count, backwards }: Asked): Query => ({
  name: backwards ? 'event-log-stream-backwards' : 'event-log-stream',
  text: `select ${eventColumns} from event_log.events e where e.stream = $1
      and e.revision ${backwards ? '<=' : '>='} $2 order by e.revision ${backwards ? 'desc' : 'asc'} limit $3`,
  values: [stream, from, count],
});

const joinedQueryOf = (asked: readonly Asked[]): Query => ({
  name: 'event-log-streams',
  text: `select w.n, ${eventColumns}
    from unnest($1::text[], $2::integer[], $3::integer[]) with ordinality as w (stream, first, count, n)
    cross join lateral (
      select * from event_log.events e where e.stream = w.stream and e.revision >= w.first
      order by e.revision limit w.count) e`,
  values: [asked.map(({ stream }) => stream), asked.map(({ from }) => from), asked.map(({ count }) => count)],
});

/** Reads asked for at one moment are joined. */
export const createStreamReads = (
  pool: pg.Pool,
  { readMs, joinedReadsMax }: Pick<PostgresEventStoreLimits, 'readMs' | 'joinedReadsMax'>,
): EventStore['readStream'] => {
  const readOne = async (asked: Asked): Promise<readonly RecordedEvent[]> =>
    (await queryPatiently<EventRow>(pool, queryOf(asked), readMs)).map(recordedEvent);

  const readJoined = joinCalls<Asked, readonly RecordedEvent[]>(async (asked) => {
    const [first] = asked;
    if (asked.length === 1 && first !== undefined) return [await readOne(first)];
    const rows = await queryPatiently<EventRow & { n: string }>(pool, joinedQueryOf(asked), readMs);
    const found = Map.groupBy(rows, ({ n }) => Number(n) - 1);
    return asked.map((_, place) =>
      (found.get(place) ?? []).toSorted((one, other) => one.revision - other.revision).map(recordedEvent),
    );
  }, joinedReadsMax);

  return (stream, { fromRevision, maxCount, backwards = false } = {}) => {
    const from = Math.min(fromRevision ?? (backwards ? revisionMax : 0), revisionMax);
    const asked = { stream, from, count: clampCount(maxCount), backwards };
    return backwards ? readOne(asked) : readJoined(asked);
  };
};
