/**
 * The head is known from own appends, NOTIFY and polling. NOTIFY takes a lock that all commits share, so it is sent
 * after the commit, on a connection of its own and with a pause between two.
 */
import pg from 'pg';
import type { AdapterLogger } from '../AdapterLogger.ts';
import { pauseBefore } from './connectionErrors.ts';
import type { PostgresEventStoreLimits } from './limits.ts';

const channel = 'event_log';
/** A notification that is lost costs `pollMs`, so its transaction need not wait for the disk. */
const session = `set synchronous_commit = off; listen ${channel}`;

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
  /** When the head was last read from the database; never, when it is to be read at once. */
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #unpause: (() => void) | undefined;

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
    this.#unpause?.();
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
    this.#unpause?.();
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
      this.#lookNow();
    };
    client.on('error', onLost);
    client.on('end', () => onLost(new Error('the connection ended')));
    client.on('notification', ({ payload }) => this.#heard(payload));
    try {
      await client.connect();
      await client.query(session);
      this.#lookedAtMs = Number.NEGATIVE_INFINITY;
      while (!this.#closing.signal.aborted) {
        if (lost !== undefined) throw lost;
        if (this.#lookInMs() <= 0) {
          // Before the query: a notification during it must lead to another.
          this.#lookedAtMs = performance.now();
          const { rows } = await client.query<{ position: string }>('select position from event_log.head');
          this.#reached(BigInt(rows[0]?.position ?? 0));
          onLooked();
        }
        await this.#tellOthers(client);
        await this.#pause();
      }
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** A process hears its own notifications too. Releases before this one send no position. */
  #heard(payload: string | undefined): void {
    if (payload !== undefined && /^\d{1,19}$/.test(payload) && BigInt(payload) <= this.#head) return;
    this.#lookNow();
  }

  #lookNow(): void {
    this.#lookedAtMs = Number.NEGATIVE_INFINITY;
    this.#unpause?.();
  }

  #lookInMs(): number {
    return this.#lookedAtMs + this.#limits.pollMs - performance.now();
  }

  async #tellOthers(client: pg.Client): Promise<void> {
    if (!this.#untold || performance.now() - this.#toldAtMs < this.#limits.notifyMs) return;
    this.#untold = false;
    this.#toldAtMs = performance.now();
    await client.query(`notify ${channel}, '${this.#head}'`);
  }

  #pause(): Promise<void> {
    const tellInMs = this.#toldAtMs + this.#limits.notifyMs - performance.now();
    const restMs = this.#untold ? Math.min(tellInMs, this.#lookInMs()) : this.#lookInMs();
    if (restMs <= 0 || this.#closing.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#unpause?.(), restMs);
      this.#unpause = () => {
        clearTimeout(timer);
        this.#unpause = undefined;
        resolve();
      };
    });
  }
}
