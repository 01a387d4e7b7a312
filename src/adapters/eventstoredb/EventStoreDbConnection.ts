/**
 * Appends go one call each, not over the client's shared duplex call, which the client chooses without credentials:
 * when that call breaks, the process ends (docs/adr/0006). Appends and reads have a client each, because a client
 * closes its connection when any of its calls finds the server unavailable.
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

/** Added to the limit of an append: an event takes 0.2 ms to send on two busy cores. */
const sendingMsPerEvent = 1;

/** The client's own deadline cancels the call, so it is set as high as the client allows: a year. */
const neverMs = 365 * 24 * 3_600_000;

const disposeMaxMs = 2_000;

const readMaxMs = 60_000;

export interface ConnectionOptions {
  readonly connectionString: string;
  readonly appendAttemptMs: number;
  readonly readSilenceMaxMs: number;
  readonly retryForMs: number;
}

export interface ReadRange<From> {
  readonly from: From;
  readonly direction: 'forwards' | 'backwards';
  readonly maxCount: number;
}

/** On an insecure connection the client does not send them. */
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

  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /**
   * Sends the identical batch until it is answered; with `tries` above 1 the answer may be that to a repetition. An
   * overdue attempt is not cancelled: events are sent one by one, and one cut off could pass for a shorter one.
   */
  async append(
    stream: string,
    expectedRevision: AppendExpectedRevision,
    events: EventData[],
  ): Promise<{ readonly result: AppendResult; readonly tries: number }> {
    const sendingMs = events.length * sendingMsPerEvent;
    const limits = {
      attemptMs: this.#options.appendAttemptMs + sendingMs,
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

  subscribe(from: ReadPosition, filter: Filter): AllStreamSubscription {
    return this.#reader.subscribeToAll({ fromPosition: from, filter }, { highWaterMark: bufferedItemsMax });
  }

  /** Whether an append under way is stored is then unknown. */
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
    const limits = { attemptMs: readMaxMs, retryForMs, closed: this.closed };
    return retrying(what, limits, async () => {
      const stream = open();
      const items: ItemStream<Resolved> = itemsOf(stream, () => stream.cancel());
      try {
        const read: Resolved[] = [];
        // Read to the end: the client keeps a stream that is left before its end, and waits for it when it closes.
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
