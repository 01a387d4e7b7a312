import { setTimeout as pause } from 'node:timers/promises';
import type { ReadPosition, ReadRevision } from '@eventstore/db-client';
import type { ClientReadableStream } from '@grpc/grpc-js';
import type { StoredAppend } from './AppendCall.ts';
import type { ProposedAppend } from './appendRequest.ts';
import type { ItemStream } from './clientStream.ts';
import { anotherLeads, bufferedItemsMax, itemsOf } from './clientStream.ts';
import { connectionSettings } from './connectionSettings.ts';
import type { Resolved } from './eventEncoding.ts';
import { explainConnection } from './explainConnection.ts';
import { type FoundServer, LeaderWatch } from './LeaderWatch.ts';
import type { MemberClient } from './MemberClient.ts';
import { OwnEvents } from './OwnEvents.ts';
import { answerReader, type FollowItem } from './readAnswer.ts';
import { type RetryLimits, retrying } from './retrying.ts';
import { type ServingMember, serveBy } from './ServingMember.ts';
import type { ServerFilter } from './serverFilter.ts';

/** Added to the limit of an append. */
const sendingMsPerEvent = 1;

/**
 * It comes after the connection to a server that hangs has been given up (20 s), and bounds what is left at a server that was
 * replaced and never answers.
 */
const answerMaxMs = 30_000;

const closeMaxMs = 2_000;

const readMaxMs = 60_000;

export interface ConnectionOptions {
  readonly connectionString: string;
  readonly appendAttemptMs: number;
  readonly readSilenceMaxMs: number;
  readonly retryForMs: number;
  readonly electionForMs: number;
  readonly onMoved?: (change: { readonly from: string; readonly to: string }) => void;
  readonly onLost: () => void;
  readonly beforeResend: () => Promise<void>;
}

export interface ReadRange<From> {
  readonly from: From;
  readonly direction: 'forwards' | 'backwards';
  readonly maxCount: number;
}

export class EventStoreDbConnection {
  readonly inCluster: boolean;
  readonly own = new OwnEvents();
  readonly #readAnswer = answerReader(this.own);
  readonly #options: ConnectionOptions;
  readonly #watch: LeaderWatch;
  readonly #closing = new AbortController();
  #serving: ServingMember;

  private constructor(options: ConnectionOptions, watch: LeaderWatch, { server, inCluster }: FoundServer) {
    this.inCluster = inCluster;
    this.#options = options;
    this.#watch = watch;
    this.#serving = this.#serveBy(server);
  }

  /** Throws UnusableEventStoreUrl, and EventStoreUnavailable when no member of a cluster leads. */
  static async open(options: ConnectionOptions): Promise<EventStoreDbConnection> {
    const settings = connectionSettings(options.connectionString);
    const watch = new LeaderWatch(settings, options.onLost);
    try {
      const found = await watch.find(options.retryForMs, options.electionForMs);
      const connection = new EventStoreDbConnection(options, watch, found);
      if (found.inCluster) watch.watch(found.server, (leader) => connection.#moveTo(leader));
      return connection;
    } catch (error) {
      await watch.close();
      throw await explainConnection(settings, error);
    }
  }

  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /**
   * Sends the identical batch until it is answered; with `tries` above 1 the answer may be that to a repetition. An
   * overdue attempt goes on, and its answer counts.
   */
  async append(append: ProposedAppend): Promise<{ readonly result: StoredAppend; readonly tries: number }> {
    const sendingMs = append.events.length * sendingMsPerEvent;
    const limits = {
      attemptMs: this.#options.appendAttemptMs + sendingMs,
      retryForMs: this.#options.retryForMs + sendingMs,
      ...this.#interruptions,
    };
    let tries = 0;
    const result = await retrying(`append to ${append.stream}`, limits, async () => {
      tries += 1;
      if (tries > 1) await this.#options.beforeResend();
      const { client, replaced } = this.#serving;
      try {
        return await client().append(append, answerMaxMs + sendingMs);
      } catch (error) {
        // An acknowledgement holds for ever. A refusal by a server that was replaced does not: it may rest on an old log.
        throw replaced.aborted ? anotherLeads(error) : error;
      }
    });
    return { result, tries };
  }

  readStream(stream: string, range: ReadRange<ReadRevision>): Promise<readonly Resolved[]> {
    return this.#read(`read ${stream}`, range.maxCount, (client) =>
      client.readStream(
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
    return this.#read('read the log', range.maxCount, (client) =>
      client.readAll(
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

  follow(
    from: ReadPosition,
    filter: ServerFilter,
  ): { readonly call: ClientReadableStream<FollowItem>; readonly replaced: AbortSignal } {
    const { client, replaced } = this.#serving;
    return { call: client().follow(from, filter, this.#readAnswer), replaced };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#serving.replace();
    await Promise.race([this.#watch.close(), pause(closeMaxMs, undefined, { ref: false })]);
  }

  get #interruptions(): Pick<RetryLimits, 'closed' | 'abandoned' | 'onFailed'> {
    return {
      closed: this.closed,
      abandoned: () => this.#serving.replaced,
      onFailed: () => this.#watch.hurry(),
    };
  }

  #serveBy(server: string): ServingMember {
    return serveBy(server, (member) => this.#watch.clientOf(member));
  }

  #moveTo(leader: string): void {
    const before = this.#serving;
    this.#serving = this.#serveBy(leader);
    this.#options.onMoved?.({ from: before.server, to: leader });
    before.replace();
  }

  async #read(
    what: string,
    maxCount: number,
    open: (
      client: MemberClient,
    ) => ReturnType<MemberClient['readAll']> | ReturnType<MemberClient['readStream']>,
  ): Promise<readonly Resolved[]> {
    const { readSilenceMaxMs, retryForMs } = this.#options;
    const limits = { attemptMs: readMaxMs, retryForMs, ...this.#interruptions };
    return retrying(what, limits, async () => {
      const { client, replaced } = this.#serving;
      const stream = open(client());
      const items: ItemStream<Resolved> = itemsOf(
        stream,
        () => void stream.cancel().catch(() => undefined),
        replaced,
      );
      try {
        const read: Resolved[] = [];
        // Read to the end: the client keeps a stream that is left before its end, and waits for it when it closes.
        while (read.length <= maxCount) {
          const more = await items.take(maxCount, readSilenceMaxMs);
          if (more.length === 0) break;
          read.push(...more);
        }
        if (replaced.aborted) throw anotherLeads();
        return read;
      } catch (error) {
        throw replaced.aborted ? anotherLeads(error) : error;
      } finally {
        items.close();
      }
    });
  }
}
