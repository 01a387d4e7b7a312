import type { Charge, SharedCharges } from '../../ports/SharedCharges.ts';

/** How long a node that reaches the first does not hear of one that has only the stand-in. */
const lookEveryMs = 1_000;

/**
 * Exchanges through the first, and through the stand-in while the first fails. Nodes may differ in what they reach, so the
 * stand-in is read at times all the same; nothing waits for that.
 */
export const withStandIn = (first: SharedCharges, standIn: SharedCharges): SharedCharges => {
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;
  let heard: readonly Charge[] = [];

  const look = async (): Promise<void> => {
    try {
      heard = [...heard, ...(await standIn.exchange([]))];
    } catch {
      // It is asked again; a stand-in that is away matters only when it is needed.
    }
    looking = undefined;
  };
  const takeHeard = (): readonly Charge[] => {
    const taken = heard;
    heard = [];
    return taken;
  };

  return {
    exchange: async (changes) => {
      try {
        const received = await first.exchange(changes);
        if (performance.now() - lookedAtMs >= lookEveryMs) {
          lookedAtMs = performance.now();
          looking ??= look();
        }
        return [...takeHeard(), ...received];
      } catch {
        await looking;
        return [...takeHeard(), ...(await standIn.exchange(changes))];
      }
    },
  };
};
