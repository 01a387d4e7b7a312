import { setTimeout as pause } from 'node:timers/promises';
import type { Proofs } from '../../commands/proof/proofs.ts';
import type { EventStore, Position } from '../../ports/EventStore.ts';
import { notFound, ProblemError } from '../http/problems/Problem.ts';

const withinMs = 2_500;
const lookEveryMs = 100;
const retryAfterSeconds = 1;

/** Waits a moment for the tree of an event that has just been appended. Throws `not-found` and `not-caught-up`. */
export const provedInTime = async (
  proofs: Proofs,
  events: Pick<EventStore, 'head'>,
  position: Position,
  which: 'latest' | 'cosigned',
): Promise<string> => {
  const untilMs = performance.now() + withinMs;
  for (;;) {
    const found = await proofs.ofEvent(position, which);
    if (found.outcome === 'proved') return found.proof;
    if (found.outcome === 'unknown' || position > (await events.head())) throw notFound();
    if (which === 'cosigned' || performance.now() > untilMs) {
      throw new ProblemError({
        name: 'not-caught-up',
        fields: { position: found.reached },
        retryAfterSeconds,
      });
    }
    await pause(lookEveryMs);
  }
};
