/**
 * The head is known from own appends, NOTIFY and polling. NOTIFY takes a lock that all commits share, so it is sent
 * after the commit, on a connection of its own and with a pause between two.
 */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { AdapterLogger } from '../AdapterLogger.ts';
import { pauseBefore } from './connectionErrors.ts';
import type { PostgresEventStoreLimits } from './limits.ts';

const channel = 'event_log';

interface Waiter {
  readonly position: bigint;
  readonly wake: () => void;
}

export class HeadWatch {
  readonly #connection: pg.ClientConfig;
  readonly #limits: PostgresEventStoreLimits;
  readonly #logger: AdapterLogger;
  readonly #waiters = new Set<Waiter>();
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #head = 0n;
  #untold = false;
  #toldAtMs = Number.NEGATIVE_INFINITY;
  #look = new AbortController();

  constructor(connection: pg.ClientConfig, limits: PostgresEventStoreLimits, logger: AdapterLogger) {
    this.#connection = connection;
    this.#limits = limits;
    this.#logger = logger;
    this.#running = this.#run();
  }

  appended(position: bigint): void {
    this.#reached(position);
    if (this.#untold) return;
    this.#untold = true;
    this.#look.abort();
  }

  /** Resolves when the head is past `position`, or the signal aborts. */
  async beyond(position: bigint, signal: AbortSignal): Promise<void> {
    if (this.#head > position || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => resolve();
    const waiter: Waiter = { position, wake };
    this.#waiters.add(waiter);
    signal.addEventListener('abort', wake, { once: true });
    await promise;
    signal.removeEventListener('abort', wake);
    this.#waiters.delete(waiter);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#look.abort();
    await this.#running;
  }

  #reached(position: bigint): void {
    if (position <= this.#head) return;
    this.#head = position;
    for (const waiter of this.#waiters) if (waiter.position < position) waiter.wake();
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#closing.signal.aborted; ) {
      try {
        await this.#watch(() => {
          failures = 0;
        });
      } catch (error) {
        if (this.#closing.signal.aborted) return;
        if (failures === 0)
          this.#logger.warn({ err: error }, 'lost the connection that watches the event log');
        await pauseBefore(failures, this.#closing.signal);
        failures += 1;
      }
    }
  }

  async #watch(onLooked: () => void): Promise<void> {
    const client = new pg.Client({ ...this.#connection, query_timeout: this.#limits.readMs });
    let lost: Error | undefined;
    const onLost = (error: Error): void => {
      lost ??= error;
      this.#look.abort();
    };
    client.on('error', onLost);
    client.on('end', () => onLost(new Error('the connection ended')));
    client.on('notification', () => this.#look.abort());
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      while (!this.#closing.signal.aborted) {
        if (lost !== undefined) throw lost;
        // Before the query: a notification during it must lead to another.
        this.#look = new AbortController();
        const { rows } = await client.query<{ position: string }>('select position from event_log.head');
        this.#reached(BigInt(rows[0]?.position ?? 0));
        onLooked();
        await this.#tellOthers(client);
        await this.#pause();
      }
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async #tellOthers(client: pg.Client): Promise<void> {
    if (!this.#untold || performance.now() - this.#toldAtMs < this.#limits.notifyMs) return;
    this.#untold = false;
    this.#toldAtMs = performance.now();
    await client.query(`notify ${channel}`);
  }

  async #pause(): Promise<void> {
    // While a NOTIFY is due, only closing may shorten the pause.
    const [ms, signal] = this.#untold
      ? [this.#toldAtMs + this.#limits.notifyMs - performance.now(), this.#closing.signal]
      : [this.#limits.pollMs, this.#look.signal];
    await pause(Math.max(0, ms), undefined, { signal }).catch(() => undefined);
  }
}
