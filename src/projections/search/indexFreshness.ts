import type { Position } from '../../ports/EventStore.ts';

const askEveryMs = 1_000;
/** Beyond this the copier is not just busy: none runs, or the index was away for long. */
const behindMaxMs = 5_000;

export interface IndexFreshness {
  /** False too while nothing is known yet. Never throws, and waits for an answer only while the index is thought well. */
  isFresh(): Promise<boolean>;
  failed(): void;
}

export interface IndexFreshnessParts {
  readonly index: { position(): Promise<Position> };
  readonly model: { position(): Promise<Position> };
  readonly nowMs: () => number;
}

export const indexFreshness = ({ index, model, nowMs }: IndexFreshnessParts): IndexFreshness => {
  let fresh = false;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;
  /** Where the model was at that time, which the index has to reach. */
  let goal: { readonly position: Position; readonly sinceMs: number } | undefined;

  const ask = async (): Promise<void> => {
    const position = await model.position();
    const next = { position, sinceMs: nowMs() };
    goal ??= next;
    const reached = await index.position().catch(() => undefined);
    if (reached !== undefined && reached >= goal.position) {
      fresh = true;
      goal = next;
      return;
    }
    if (fresh && reached !== undefined && nowMs() - goal.sinceMs <= behindMaxMs) return;
    fresh = false;
    goal = next;
  };

  const askOnce = (): Promise<void> => {
    askedAtMs = nowMs();
    asking ??= ask()
      .catch(() => {
        fresh = false;
      })
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };

  return {
    isFresh: async () => {
      if (nowMs() - askedAtMs >= askEveryMs) {
        const asked = askOnce();
        if (fresh) await asked;
      }
      return fresh;
    },
    failed: () => {
      fresh = false;
    },
  };
};
