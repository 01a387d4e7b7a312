/**
 * The two clients of one store, and the calls made through them: every call has a deadline and is tried again while
 * its outcome is unknown. What events mean must not enter.
 *
 * Appends go one call each, never over the client's shared duplex call. The client chooses that path only when a
 * call carries credentials, so all of them do. On the shared call the answers of the whole process meet in one
 * table; when the call breaks, that table is emptied and the next answer for a forgotten entry throws inside the
 * client, out of anybody's reach: the process dies. It costs about half of the appends per second (3,400 instead of
 * 6,000 to 9,500 on two cores, the same 1,200 one at a time), and it makes an error belong to exactly one append.
 *
 * Appends and everything else use two clients, because a client closes its connection when any of its calls finds
 * the server unavailable.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type {
  AllStreamSubscription,
  AppendExpectedRevision,
  AppendResult,
  EventData,
  Filter,
  ReadPosition,
  ReadRevision,
} from '@eventstore/db-client';
import { EventStoreDBClient } from '@eventstore/db-client';
import type { ItemStream } from './clientStream.ts';
import { bufferedItemsMax, itemsOf } from './clientStream.ts';
import type { Resolved } from './eventEncoding.ts';
import { retrying } from './retrying.ts';

/** Events are sent one by one, 0.2 ms each on two busy cores: 5,000 of them need time of their own. */
const sendingMsPerEvent = 1;

/** The client's own deadline would cancel the call; it takes a year at most. */
const neverMs = 365 * 24 * 3_600_000;

/** The client waits for each of its streams to end, however it was left. */
const disposeMaxMs = 2_000;

/** Of one read, however steadily it flows. */
const readMaxMs = 60_000;

export interface ConnectionOptions {
  readonly connectionString: string;
  readonly appendDeadlineMs: number;
  readonly readSilenceMaxMs: number;
  readonly retryForMs: number;
}

export interface ReadRange<From> {
  readonly from: From;
  readonly direction: 'forwards' | 'backwards';
  readonly maxCount: number;
}

/** Whose name the calls carry. On an insecure connection the client leaves the credentials out again. */
const credentialsOf = (connectionString: string): { username: string; password: string } => {
  const [, username, password] = /^[^:]+:\/\/([^:]+):([^@]+)@/.exec(connectionString.trim()) ?? [];
  if (username !== undefined && password !== undefined) {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  }
  if (!/[?&]tls=false\b/i.test(connectionString)) {
    throw new Error(
      'The EventStoreDB connection is secure (tls is not false) but names no user: write esdb://user:password@host',
    );
  }
  return { username: 'anonymous', password: '' };
};

export class EventStoreDbConnection {
  readonly #writer: EventStoreDBClient;
  readonly #reader: EventStoreDBClient;
  readonly #options: ConnectionOptions;
  readonly #credentials: { username: string; password: string };
  readonly #closing = new AbortController();

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#credentials = credentialsOf(options.connectionString);
    this.#writer = EventStoreDBClient.connectionString(options.connectionString);
    this.#reader = EventStoreDBClient.connectionString(options.connectionString);
  }

  /** Aborted once the store closes. */
  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /**
   * The identical batch is sent until it is answered: the server recognises a repetition. `tries` tells whether the
   * answer may be that to a repetition.
   *
   * An overdue attempt is left to itself, never cancelled: its events are on their way one by one, and a request that
   * is cut off in the middle must not be able to pass for a shorter one. It ends when the server answers or when the
   * connection is found dead.
   */
  async append(
    stream: string,
    expectedRevision: AppendExpectedRevision,
    events: EventData[],
  ): Promise<{ readonly result: AppendResult; readonly tries: number }> {
    const sendingMs = events.length * sendingMsPerEvent;
    const limits = {
      deadlineMs: this.#options.appendDeadlineMs + sendingMs,
      retryForMs: this.#options.retryForMs + sendingMs,
      closed: this.closed,
    };
    let tries = 0;
    const result = await retrying(`append to ${stream}`, limits, () => {
      tries += 1;
      return this.#writer.appendToStream(stream, events, {
        expectedRevision,
        requiresLeader: true,
        credentials: this.#credentials,
        deadline: neverMs,
      });
    });
    return { result, tries };
  }

  readStream(stream: string, range: ReadRange<ReadRevision>): Promise<readonly Resolved[]> {
    return this.#read(`read ${stream}`, range.maxCount, () =>
      this.#reader.readStream(
        stream,
        {
          fromRevision: range.from,
          direction: range.direction,
          maxCount: range.maxCount,
          requiresLeader: true,
        },
        { highWaterMark: bufferedItemsMax },
      ),
    );
  }

  /** Of the whole log; `from` is inclusive forwards. */
  readAll(range: ReadRange<ReadPosition>): Promise<readonly Resolved[]> {
    return this.#read('read the log', range.maxCount, () =>
      this.#reader.readAll(
        {
          fromPosition: range.from,
          direction: range.direction,
          maxCount: range.maxCount,
          requiresLeader: true,
        },
        { highWaterMark: bufferedItemsMax },
      ),
    );
  }

  /** One subscription; it is not mended here. `from` is exclusive. */
  subscribe(from: ReadPosition, filter: Filter): AllStreamSubscription {
    return this.#reader.subscribeToAll({ fromPosition: from, filter }, { highWaterMark: bufferedItemsMax });
  }

  /** Ends every call. Appends under way are given up; whether they are stored is then unknown. */
  async close(): Promise<void> {
    this.#closing.abort();
    const disposed = Promise.all([this.#writer.dispose(), this.#reader.dispose()]);
    await Promise.race([disposed, pause(disposeMaxMs, undefined, { ref: false })]);
  }

  async #read(
    what: string,
    maxCount: number,
    open: () => ReturnType<EventStoreDBClient['readAll']> | ReturnType<EventStoreDBClient['readStream']>,
  ): Promise<readonly Resolved[]> {
    const { readSilenceMaxMs, retryForMs } = this.#options;
    // A long read takes as long as it takes: what is bounded is the silence between its events.
    const limits = { deadlineMs: readMaxMs, retryForMs, closed: this.closed };
    return retrying(what, limits, async () => {
      const stream = open();
      const items: ItemStream<Resolved> = itemsOf(stream, () => stream.cancel());
      try {
        const read: Resolved[] = [];
        // To the end, though no more than `maxCount` can come: a stream that is left before its end stays with the
        // client for ever, and closing the client waits for it.
        while (read.length <= maxCount) {
          const more = await items.take(maxCount, readSilenceMaxMs);
          if (more.length === 0) break;
          read.push(...more);
        }
        return read;
      } finally {
        items.close();
      }
    });
  }
}
