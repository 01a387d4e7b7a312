import type { AppendResult, Position } from '../../ports/EventStore.ts';
import { EventStoreUnavailable } from '../../ports/EventStore.ts';

export interface HeadProofLimits {
  /** Between two appends that are made for nothing but the proof. */
  readonly proofEveryMs: number;
  readonly confirmWithinMs: number;
}

export const headProofLimits: HeadProofLimits = { proofEveryMs: 20, confirmWithinMs: 2_000 };

interface Waiting {
  /** Appends sent before. */
  readonly came: number;
  resolve(position: Position): void;
}

/**
 * An append that was sent after a question came and is acknowledged proves that the server led after the question. Any
 * append of this program serves; when none is under way, one is made for all who wait.
 */
export class HeadProof {
  readonly #appendProof: () => Promise<AppendResult>;
  readonly #limits: HeadProofLimits;
  readonly #underWay = new Set<number>();
  readonly #waiting = new Set<Waiting>();
  #sent = 0;
  #provedAtMs = Number.NEGATIVE_INFINITY;
  #proving = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(appendProof: () => Promise<AppendResult>, limits = headProofLimits) {
    this.#appendProof = appendProof;
    this.#limits = limits;
  }

  async watched(append: () => Promise<AppendResult>): Promise<AppendResult> {
    this.#sent += 1;
    const number = this.#sent;
    this.#underWay.add(number);
    try {
      const result = await append();
      if (result.outcome === 'appended') this.#acknowledged(number, result.position);
      return result;
    } finally {
      this.#underWay.delete(number);
      this.#proveIfDue();
    }
  }

  /** The position of an append that was acknowledged after the call. Throws EventStoreUnavailable. */
  confirm(): Promise<Position> {
    const { confirmWithinMs } = this.#limits;
    return new Promise((resolve, reject) => {
      const overdue = setTimeout(() => {
        this.#waiting.delete(waiting);
        reject(new EventStoreUnavailable(`no append was acknowledged within ${confirmWithinMs} ms`));
      }, confirmWithinMs);
      const waiting: Waiting = {
        came: this.#sent,
        resolve: (position) => {
          clearTimeout(overdue);
          resolve(position);
        },
      };
      this.#waiting.add(waiting);
      this.#proveIfDue();
    });
  }

  #acknowledged(number: number, position: Position): void {
    for (const waiting of this.#waiting) {
      if (waiting.came >= number) continue;
      this.#waiting.delete(waiting);
      waiting.resolve(position);
    }
  }

  #proveIfDue(): void {
    if (this.#proving || this.#timer !== undefined) return;
    const latest = Math.max(...this.#underWay);
    if ([...this.#waiting].every(({ came }) => came < latest)) return;
    const pauseMs = this.#provedAtMs + this.#limits.proofEveryMs - performance.now();
    if (pauseMs <= 0) {
      void this.#prove();
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#proveIfDue();
    }, pauseMs);
  }

  async #prove(): Promise<void> {
    this.#proving = true;
    this.#provedAtMs = performance.now();
    // Who waits is told by the time limit.
    await this.watched(this.#appendProof).catch(() => undefined);
    this.#proving = false;
    this.#proveIfDue();
  }
}
