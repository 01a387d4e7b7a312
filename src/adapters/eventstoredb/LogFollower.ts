/** Catches up through a filter on the server, then filters here, because only events that arrive tell the head. */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { ReadPosition } from '@eventstore/db-client';
import type {
  EventFilter,
  Position,
  RecordedEvent,
  Subscription,
  SubscriptionHandlers,
} from '../../ports/EventStore.ts';
import { EventStoreUnavailable, eventStoreLimits, positionStart } from '../../ports/EventStore.ts';
import { matchesFilter } from '../../ports/matchesFilter.ts';
import { mayBeUnknownPosition, textOfError } from './clientErrors.ts';
import type { ItemStream } from './clientStream.ts';
import type { EventStoreDbConnection } from './EventStoreDbConnection.ts';
import { clientPosition } from './eventEncoding.ts';
import { followServer } from './followServer.ts';
import { type FollowItem, isMark } from './readAnswer.ts';
import { everythingOfOurs, matchesNothing, type ServerFilter, serverFilter } from './serverFilter.ts';

const pauseFirstMs = 20;
const pauseMaxMs = 500;

export interface FollowedLog {
  readonly connection: EventStoreDbConnection;
  readonly head: () => Promise<Position>;
  readonly silenceMaxMs: number;
  onDropped(reason: string): void;
}

class HandlerFailed extends Error {
  override readonly name = 'HandlerFailed';
}

class LogFollower {
  readonly #log: FollowedLog;
  readonly #handlers: SubscriptionHandlers;
  readonly #filter: EventFilter | undefined;
  readonly #closing = new AbortController();
  #next: Position;
  /** Where the server resumes: the same, or a checkpoint after it. */
  #resumeAfter: ReadPosition;
  #headAtStart: Position | undefined;
  #caughtUp = false;
  #items: ItemStream<FollowItem> | undefined;
  readonly #running: Promise<void>;

  constructor(
    log: FollowedLog,
    after: Position,
    handlers: SubscriptionHandlers,
    filter: EventFilter | undefined,
  ) {
    this.#log = log;
    this.#handlers = handlers;
    this.#filter = filter;
    this.#next = after;
    this.#resumeAfter = clientPosition(after);
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#items?.close();
    await this.#running;
  }

  get #closed(): boolean {
    return this.#closing.signal.aborted;
  }

  async #run(): Promise<void> {
    let pauseMs = pauseFirstMs;
    while (!this.#closed) {
      const before = this.#next;
      try {
        await this.#follow();
      } catch (error) {
        if (error instanceof HandlerFailed) {
          this.#handlers.onFailed?.(error.cause);
          return;
        }
        if (this.#closed) return;
        this.#log.onDropped(textOfError(error));
        // The position is not one of the log: read from the start and skip what is not after it.
        if (mayBeUnknownPosition(error)) this.#resumeAfter = 'start';
      }
      pauseMs = this.#next > before ? pauseFirstMs : Math.min(pauseMs * 2, pauseMaxMs);
      await pause(pauseMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }

  async #follow(): Promise<void> {
    const head = await this.#unlessClosed(this.#log.head());
    this.#headAtStart ??= head;
    const narrowed = serverFilter(this.#filter);
    if (this.#next < head && matchesNothing(this.#filter)) await this.#passTo(head);
    if (this.#next < head && narrowed !== undefined) {
      await this.#followUntil('caughtUp', narrowed);
      if (!this.#closed) await this.#passTo(head);
    }
    if (!this.#closed) await this.#followUntil('dropped', everythingOfOurs);
  }

  async #unlessClosed<Result>(call: Promise<Result>): Promise<Result> {
    const settled = new AbortController();
    const closing = once(this.#closing.signal, 'abort', { signal: settled.signal }).then(() => {
      throw new EventStoreUnavailable('the subscription is closed');
    });
    call.catch(() => undefined);
    closing.catch(() => undefined);
    try {
      return await Promise.race([call, closing]);
    } finally {
      settled.abort();
    }
  }

  async #followUntil(end: 'caughtUp' | 'dropped', filter: ServerFilter): Promise<void> {
    const items = followServer(this.#log.connection, this.#resumeAfter, filter);
    this.#items = items;
    let live = false;
    try {
      while (!this.#closed) {
        const silenceMaxMs = live ? undefined : this.#log.silenceMaxMs;
        const taken = await items.take(eventStoreLimits.subscriptionBatchMax, silenceMaxMs);
        if (this.#closed) return;
        if (taken.length === 0) throw new EventStoreUnavailable('the subscription ended');
        await this.#handOver(taken);
        live ||= taken.some((item) => isMark(item) && item.mark === 'caughtUp');
        if (live && end === 'caughtUp') return;
        if (live) await this.#tellCaughtUp(true);
      }
    } finally {
      items.close();
    }
  }

  async #handOver(taken: readonly FollowItem[]): Promise<void> {
    const events: RecordedEvent[] = [];
    let next = this.#next;
    let checkpoint: ReadPosition | undefined;
    for (const item of taken) {
      if (isMark(item)) {
        if (item.mark === 'checkpoint') checkpoint = item.position;
        continue;
      }
      const { position, event } = item;
      if (position <= next) continue;
      next = position;
      checkpoint = undefined;
      if (event !== undefined && matchesFilter(this.#filter, event)) events.push(event);
    }
    const resumeAfter = checkpoint ?? (next > this.#next ? clientPosition(next) : this.#resumeAfter);
    await this.#call(events, next);
    this.#resumeAfter = resumeAfter;
  }

  async #passTo(head: Position): Promise<void> {
    if (head > this.#next) await this.#call([], head);
    if (this.#next !== positionStart) this.#resumeAfter = clientPosition(this.#next);
  }

  async #call(events: readonly RecordedEvent[], next: Position): Promise<void> {
    if (next > this.#next) {
      try {
        await this.#handlers.onEvents(events, next);
      } catch (error) {
        throw new HandlerFailed('the handler failed', { cause: error });
      }
      this.#next = next;
    }
    await this.#tellCaughtUp(false);
  }

  async #tellCaughtUp(live: boolean): Promise<void> {
    if (this.#caughtUp || this.#closed) return;
    if (!live && (this.#headAtStart === undefined || this.#next < this.#headAtStart)) return;
    this.#caughtUp = true;
    try {
      this.#handlers.onCaughtUp?.();
    } catch (error) {
      throw new HandlerFailed('the handler failed', { cause: error });
    }
  }
}

export const subscribeToServer = (
  log: FollowedLog,
  after: Position,
  handlers: SubscriptionHandlers,
  filter?: EventFilter,
): Subscription => new LogFollower(log, after, handlers, filter);
