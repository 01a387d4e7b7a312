/** Reads of the whole log skip events of other programs. In a stream of this program such an event is an error. */
import type { AppendExpectedRevision } from '@eventstore/db-client';
import {
  AccessDeniedError,
  MaxAppendSizeExceededError,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import type {
  AppendResult,
  EventStore,
  ExpectedRevision,
  Position,
  RecordedEvent,
  StreamAppend,
  Subscription,
} from '../../ports/EventStore.ts';
import {
  AppendRefused,
  EventStoreUnavailable,
  eventStoreLimits,
  positionOf,
} from '../../ports/EventStore.ts';
import { checkAppend } from '../appendChecks.ts';
import { createLogIdentity, seeing } from '../logIdentity.ts';
import { EventStoreDbConnection } from './EventStoreDbConnection.ts';
import { decodeEvent, encodeEvents } from './eventEncoding.ts';
import { establishLogId, lookAtLog } from './firstEvent.ts';
import { HeadProof, headProofLimits } from './HeadProof.ts';
import { subscribeToServer } from './LogFollower.ts';
import { createLogGate, type LogGate } from './logGate.ts';
import { openLogHead } from './logHead.ts';
import { openProofAppend } from './proofStream.ts';
import { readLogPage } from './readLogPage.ts';
import { readMissed } from './readMissed.ts';
import { within } from './retrying.ts';

export interface EventStoreDbOptions {
  /** `esdb://host:2113?tls=false`, `esdb://user:password@host:2113` or `esdb+discover://…`. */
  readonly connectionString: string;
  readonly logger?: { warn(details: object, message: string): void };
  /** Another member of the cluster leads, and is asked from now on. */
  readonly onMoved?: () => void;
  /** Before a resend; each event adds 1. Default 2,000. */
  readonly appendAttemptMs?: number;
  /** While reading and catching up. Default 5,000. */
  readonly readSilenceMaxMs?: number;
  /** Then EventStoreUnavailable. Default 5,000. */
  readonly retryForMs?: number;
  /** At the start, while members answer and none leads. Default 30,000: an election took 19 s on a busy machine. */
  readonly electionForMs?: number;
  /** How long a log that is behind may be that of a deposed leader. Default 5,000. */
  readonly oldLogMaxMs?: number;
}

const expectedRevision = (expected: ExpectedRevision): AppendExpectedRevision => {
  if (expected === 'any') return 'any';
  return expected === 'no-stream' ? 'no_stream' : BigInt(expected);
};

const decodeOwn = (stream: string, records: Parameters<typeof decodeEvent>[0][]): readonly RecordedEvent[] =>
  records.map((record) => {
    const event = decodeEvent(record);
    if (event !== undefined) return event;
    throw new Error(`Revision ${record.event?.revision} of stream ${stream} was not written by this program`);
  });

type ReadStream = EventStore['readStream'];

const openReadStream =
  (connection: EventStoreDbConnection): ReadStream =>
  async (stream, { fromRevision, maxCount = eventStoreLimits.readEventsMax, backwards = false } = {}) => {
    const count = Math.min(maxCount, eventStoreLimits.readEventsMax);
    if (count <= 0 || (backwards && fromRevision !== undefined && fromRevision < 0)) return [];
    const start = backwards ? 'end' : 'start';
    try {
      const records = await connection.readStream(stream, {
        from: fromRevision === undefined || fromRevision < 0 ? start : BigInt(fromRevision),
        direction: backwards ? 'backwards' : 'forwards',
        maxCount: count,
      });
      return decodeOwn(stream, [...records]);
    } catch (error) {
      if (error instanceof StreamNotFoundError) return [];
      throw translated(stream, error);
    }
  };

const translated = (stream: string, error: unknown): unknown => {
  if (error instanceof MaxAppendSizeExceededError) {
    return new AppendRefused(`an append to ${stream} exceeds the ${error.maxAppendSize} bytes of the engine`);
  }
  if (error instanceof StreamDeletedError) {
    return new Error(`Stream ${stream} was tombstoned in EventStoreDB, which nothing of ours does`, {
      cause: error,
    });
  }
  if (error instanceof AccessDeniedError) {
    return new EventStoreUnavailable('EventStoreDB refuses the user of EVENTSTORE_URL', { cause: error });
  }
  return error;
};

const openAppend =
  (connection: EventStoreDbConnection, readStream: ReadStream): EventStore['append'] =>
  async (append: StreamAppend): Promise<AppendResult> => {
    const { texts } = checkAppend(append);
    const { stream, events } = append;
    const expected = expectedRevision(append.expected);
    connection.own.remember(append);
    try {
      const { result, tries } = await connection.append({
        stream,
        expected,
        events: encodeEvents(events, texts),
      });
      const { revision, commit } = result;
      // The answer to a repetition need not carry the position of the first append.
      const isExact = tries === 1 && commit !== undefined;
      const position = isExact ? positionOf(commit) : await positionAt(readStream, stream, revision);
      return { outcome: 'appended', revision, position };
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) {
        return conflict(readStream, append, error.actualVersion);
      }
      throw translated(stream, error);
    }
  };

const positionAt = async (readStream: ReadStream, stream: string, revision: number): Promise<Position> => {
  const [event] = await readStream(stream, { fromRevision: revision, maxCount: 1 });
  if (event?.revision !== revision) {
    throw new EventStoreUnavailable(`revision ${revision} of ${stream} was stored but cannot be read yet`);
  }
  return event.position;
};

const conflict = async (
  readStream: ReadStream,
  { stream, expected }: StreamAppend,
  actualVersion: unknown,
): Promise<AppendResult> => {
  const actual = typeof actualVersion === 'bigint' ? Number(actualVersion) : -1;
  const fromRevision = typeof expected === 'number' ? expected + 1 : 0;
  const missed = await readMissed(readStream, stream, { fromRevision, actual });
  return { outcome: 'conflict', actual: Math.max(actual, missed.at(-1)?.revision ?? -1), missed };
};

const confirmHead = (
  { closed }: EventStoreDbConnection,
  proof: HeadProof,
  head: (atLeast: Position) => Promise<Position>,
): Promise<Position> => within(proof.confirm().then(head), headProofLimits.confirmWithinMs, [closed]);

export const openEventStoreDbEventStore = async (options: EventStoreDbOptions): Promise<EventStore> => {
  const { connectionString, logger } = options;
  const { appendAttemptMs = 2_000, readSilenceMaxMs = 5_000, retryForMs = 5_000 } = options;
  const { electionForMs = 30_000 } = options;
  let gate: LogGate | undefined;
  const connection = await EventStoreDbConnection.open({
    connectionString,
    appendAttemptMs,
    readSilenceMaxMs,
    retryForMs,
    electionForMs,
    onLost: () => gate?.lost(),
    beforeResend: async () => {
      gate?.doubt();
      await gate?.pass();
    },
    onMoved: (change) => {
      gate?.lost();
      logger?.warn(change, 'Another server leads the EventStoreDB cluster');
      options.onMoved?.();
    },
  });
  const readStream = openReadStream(connection);
  const sendAppend = openAppend(connection, readStream);
  const head = openLogHead(connection);
  const proof = new HeadProof(openProofAppend(connection));
  const append: EventStore['append'] = (one) => proof.watched(() => sendAppend(one));
  const subscriptions = new Set<Subscription>();

  let logId: string;
  try {
    logId = await establishLogId(readStream, append);
  } catch (error) {
    await connection.close();
    throw error;
  }

  const identity = createLogIdentity(logId, options.oldLogMaxMs);
  const opened = createLogGate(identity, () => lookAtLog(connection, readStream));
  gate = opened;
  const checkedHead = () => opened.through(() => head());
  const reading = { connection, head: checkedHead, silenceMaxMs: readSilenceMaxMs };

  return {
    logId,
    // Positions are offsets in the engine's file.
    consecutivePositions: false,
    append: async (one) => {
      const result = await opened.through(() => append(one));
      if (result.outcome === 'appended') identity.saw(result.position);
      return result;
    },
    readStream: (...range) => opened.through(() => readStream(...range)),
    readAll: (after, readOptions) => opened.through(() => readLogPage(reading, after, readOptions)),
    head: checkedHead,
    verify: opened.verify,
    readsAreCurrent: !connection.inCluster,
    confirmHead: () =>
      connection.inCluster ? opened.through(() => confirmHead(connection, proof, head)) : checkedHead(),

    subscribe(after, handlers, { filter } = {}) {
      const onDropped = (reason: string): void => {
        opened.doubt();
        logger?.warn({ reason }, 'The subscription to the event log was dropped and is resumed');
      };
      const followed = { ...reading, onDropped };
      const subscription = subscribeToServer(followed, after, seeing(handlers, identity.saw), filter);
      subscriptions.add(subscription);
      return {
        close: async () => {
          await subscription.close();
          subscriptions.delete(subscription);
        },
      };
    },

    async close() {
      await Promise.all([...subscriptions].map((subscription) => subscription.close()));
      await connection.close();
    },
  };
};
