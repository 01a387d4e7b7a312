import type { AppendResult } from '../../ports/EventStore.ts';
import { EventStoreUnavailable } from '../../ports/EventStore.ts';
import type { CheckedStreamAppend } from './CheckedStreamAppend.ts';
import { isTransient, pauseBefore, refusal, unavailable } from './connectionErrors.ts';
import type { PostgresEventStoreLimits } from './limits.ts';

export type SendJoined = (
  joined: readonly CheckedStreamAppend[],
  timeoutMs: number,
) => Promise<readonly AppendResult[]>;

interface Waiting extends CheckedStreamAppend {
  readonly untilMs: number;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: Error) => void;
}

/** The least time limit of a call, for appends that are taken from the queue late. */
const attemptMinMs = 100;

export class AppendQueue {
  readonly #send: SendJoined;
  readonly #limits: PostgresEventStoreLimits;
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(send: SendJoined, limits: PostgresEventStoreLimits) {
    this.#send = send;
    this.#limits = limits;
  }

  append(one: CheckedStreamAppend): Promise<AppendResult> {
    if (this.#closed) return Promise.reject(new EventStoreUnavailable('the event store is closed'));
    const { waitingAppendsMax, waitingBytesMax } = this.#limits;
    if (this.#waiting.length >= waitingAppendsMax || this.#waitingBytes >= waitingBytesMax) {
      return Promise.reject(new EventStoreUnavailable('too many appends are waiting for the event log'));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...one, untilMs: performance.now() + this.#limits.appendMs, resolve, reject });
      this.#waitingBytes += one.checked.bytes;
      this.#running ??= this.#run();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#settle(this.#take());
    this.#running = undefined;
  }

  #take(): readonly Waiting[] {
    let count = 0;
    let bytes = 0;
    for (const { checked } of this.#waiting) {
      bytes += checked.bytes;
      if (count > 0 && bytes > this.#limits.joinedBytesMax) break;
      count += 1;
      if (count === this.#limits.joinedAppendsMax) break;
    }
    const taken = this.#waiting.splice(0, count);
    for (const { checked } of taken) this.#waitingBytes -= checked.bytes;
    return taken;
  }

  async #settle(batch: readonly Waiting[]): Promise<void> {
    let open = batch;
    for (let attempt = 0; open.length > 0; attempt += 1) {
      try {
        const results = await this.#send(open, this.#attemptMs(open));
        results.forEach((result, index) => {
          open[index]?.resolve(result);
        });
        return;
      } catch (error) {
        if (!isTransient(error)) return this.#settleOneByOne(open, error);
        // The outcome is unknown. The database recognises a resend of what it has stored.
        open = this.#dropOverdue(open, error);
        if (open.length > 0) await pauseBefore(attempt);
      }
    }
  }

  /** An append that the server cannot process must not fail the others. */
  async #settleOneByOne(batch: readonly Waiting[], error: unknown): Promise<void> {
    if (batch.length === 1) batch[0]?.reject(refusal(error));
    else for (const one of batch) await this.#settle([one]);
  }

  #attemptMs(batch: readonly Waiting[]): number {
    const leftMs = Math.max(...batch.map((one) => one.untilMs)) - performance.now();
    return Math.max(attemptMinMs, Math.min(this.#limits.attemptMs, Math.ceil(leftMs)));
  }

  #dropOverdue(batch: readonly Waiting[], error: unknown): readonly Waiting[] {
    const nowMs = performance.now();
    return batch.filter((one) => {
      if (one.untilMs > nowMs) return true;
      one.reject(unavailable(error));
      return false;
    });
  }
}
