import type { AppendResult, StreamAppend } from '../../ports/EventStore.ts';
import { positionOf } from '../../ports/EventStore.ts';
import type { AppendConnection } from './appendConnection.ts';
import type { CheckedStreamAppend } from './CheckedStreamAppend.ts';
import type { EventRow } from './eventRow.ts';
import { recordedEvent } from './eventRow.ts';
import { sendExpected } from './expectedCall.ts';

const missedMax = 1_000;
const missedBytesMax = 1_000_000;

const expectedNumber = ({ expected }: StreamAppend): number => {
  if (expected === 'no-stream') return -1;
  return expected === 'any' ? -2 : expected;
};

const eventTexts = ({ append, checked }: CheckedStreamAppend, n: number): readonly string[] =>
  append.events.map((event, i) => {
    const text = checked.texts[i];
    if (text === undefined) throw new Error('an append was checked with fewer events than it has');
    return (
      `{"n":${n},"i":${i},"id":"${event.id}","type":${JSON.stringify(event.type)},"version":${event.version},` +
      `"at":${JSON.stringify(event.at)},"data":${text.data},"metadata":${text.metadata}}`
    );
  });

interface CallText {
  readonly appends: string;
  readonly events: string;
  readonly rounds: number;
  readonly fenceless: boolean;
}

const callText = (joined: readonly CheckedStreamAppend[]): CallText => {
  const seen = new Map<string, number>();
  const appends: string[] = [];
  const events: string[] = [];
  let rounds = 0;
  joined.forEach((one, index) => {
    const { stream, events: newEvents } = one.append;
    const round = seen.get(stream) ?? 0;
    seen.set(stream, round + 1);
    rounds = Math.max(rounds, round + 1);
    appends.push(
      `{"stream":${JSON.stringify(stream)},"expected":${expectedNumber(one.append)},` +
        `"size":${newEvents.length},"round":${round}}`,
    );
    events.push(...eventTexts(one, index + 1));
  });
  const fenceless = joined.some(({ append }) => append.expected === 'any');
  return { appends: `[${appends.join(',')}]`, events: `[${events.join(',')}]`, rounds, fenceless };
};

interface DecidedRow {
  readonly n: number;
  readonly revision: string;
  readonly position: string | null;
  readonly missed: readonly EventRow[] | null;
}

const resultOf = (row: DecidedRow): AppendResult =>
  row.position === null
    ? { outcome: 'conflict', actual: Number(row.revision), missed: (row.missed ?? []).map(recordedEvent) }
    : { outcome: 'appended', revision: Number(row.revision), position: positionOf(BigInt(row.position)) };

/** One transaction and one result per append; a conflict may lack missed events. After a rejection all is unknown. */
export const sendJoined = async (
  connection: Pick<AppendConnection, 'query'>,
  joined: readonly CheckedStreamAppend[],
  timeoutMs: number,
): Promise<readonly AppendResult[]> => {
  const written = await sendExpected(connection, joined, timeoutMs);
  if (written !== undefined) return written;
  const { appends, events, rounds, fenceless } = callText(joined);
  const query = {
    name: 'event-log-append',
    text: 'select * from event_log.append($1, $2, $3, $4, $5, $6)',
    values: [appends, events, rounds, fenceless, missedMax, missedBytesMax],
    query_timeout: timeoutMs,
  };
  const { rows } = await connection.query<DecidedRow>(query);
  const results = new Array<AppendResult | undefined>(joined.length).fill(undefined);
  for (const row of rows) results[row.n - 1] = resultOf(row);
  return results.map((result) => {
    if (result === undefined) throw new Error('the database function left an append without an answer');
    return result;
  });
};
