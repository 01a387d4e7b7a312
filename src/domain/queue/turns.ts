export interface TurnCounts {
  /** Turns that were called and have neither lapsed nor been used up. */
  readonly open: number;
  /** Of these, callers with seats in a hold. */
  readonly withSeats: number;
  readonly openMax: number;
  /** Seats that can be held now. */
  readonly freeSeats: number;
  readonly waiting: number;
}

/** How many more callers get a turn: each of them finds a free seat, as far as those before leave any. */
export const turnsToCall = ({ open, withSeats, openMax, freeSeats, waiting }: TurnCounts): number => {
  const searching = Math.max(0, open - withSeats);
  return Math.max(0, Math.min(openMax - open, freeSeats - searching, waiting));
};

/** All polls of one queue, on all nodes together. */
const pollsPerSecond = 1_600;
const pollNearMs = 2_000;
const pollMs = 5_000;
/** Before the draw there is little to hear, and others are still entering. */
const calmPollMs = 15_000;
const calmShare = 3;
const calmSpread = 3;
/** Of the time from an early draw to the sale. */
const toldBeforeSaleShare = 0.8;
const pollLongestMs = 600_000;
/** How long a turn stays open until its caller is seen. */
const turnMs = 30_000;
const jitterShare = 0.2;
/** Callers who might be called soon after the line has stood still: they ask at least once while a turn is open. */
const frontCallers = 4_000;
const pollFrontMs = turnMs / 2;

/** Of the turns that may be open: who comes in the first second of the sale to take one. */
const promptShare = 1.2;
/** The first to buy have the machine to themselves for so long. */
const settleMs = 5_000;

const spreadMs = (callers: number): number => Math.max(1_000, (callers / pollsPerSecond) * 1_000);

export interface PollFacts {
  /** From 0 to 1. */
  readonly random: number;
  /** In the queue, or waiting in it after the draw. */
  readonly callers: number;
  /** After the draw. */
  readonly ahead?: number;
  /** How fast the line has moved lately; 0 when that is not known. */
  readonly placesPerSecond: number;
  /** How many have entered a second lately; 0 when that is not known. */
  readonly entriesPerSecond: number;
  /** Until the draw; negative after it. */
  readonly untilDrawMs: number;
  /** Until the sale; negative after it. */
  readonly untilSaleMs: number;
  /** How many turns may be open. */
  readonly openMax: number;
}

/** Of a caller who knows their place before the sale. */
const pollAtSaleMs = ({ random, callers, untilSaleMs, openMax }: PollFacts, ahead: number): number => {
  const prompt = Math.ceil(openMax * promptShare);
  const promptMs = spreadMs(Math.min(prompt, callers));
  if (ahead < prompt) return Math.round(untilSaleMs + random * promptMs);
  const spread = Math.max(pollMs, spreadMs(callers));
  const isFront = ahead < frontCallers;
  const fromMs = untilSaleMs + promptMs + (isFront ? 0 : settleMs);
  return Math.round(fromMs + random * (isFront ? Math.min(spread, pollFrontMs) : spread));
};

/**
 * The time after the draw over which callers ask again. Long enough for everyone who will have entered at the current rate, but short
 * enough that each hears of their turn before it lapses.
 */
const spreadAfterDrawMs = ({ callers, entriesPerSecond, untilDrawMs, untilSaleMs }: PollFacts): number => {
  const expected = callers + (entriesPerSecond * Math.max(0, untilDrawMs)) / 1_000;
  const spread = spreadMs(callers);
  const longest = Math.max(spread + turnMs / 2, (untilSaleMs - untilDrawMs) * toldBeforeSaleShare);
  return Math.min(spreadMs(expected), longest);
};

/**
 * When a caller should ask again. Before the draw no one is told to come long after it, and all who wait for it come at
 * different times; who knows their place before the sale is told to come when it has started; after that, a caller comes at least twice in the time that the line needs to reach them.
 */
export const pollAfterMs = (facts: PollFacts): number => {
  const { random, callers, ahead, placesPerSecond, untilDrawMs } = facts;
  const jittered = (ms: number): number => Math.round(ms * (1 - jitterShare + 2 * jitterShare * random));
  if (ahead === undefined) {
    const calm = Math.min(pollLongestMs, Math.max(calmPollMs, calmShare * spreadMs(callers)));
    if (untilDrawMs > calm * (1 + jitterShare)) {
      // Spread widely, so that callers who entered together do not ask together while others still enter.
      const [from, to] = [calm * (1 - jitterShare), Math.min(calm * calmSpread, untilDrawMs)];
      return Math.round(from + random * (to - from));
    }
    return Math.round(Math.max(0, untilDrawMs) + pollNearMs / 2 + random * spreadAfterDrawMs(facts));
  }
  if (facts.untilSaleMs > 0) return pollAtSaleMs(facts, ahead);
  const spread = Math.min(pollLongestMs, Math.max(pollMs, spreadMs(callers)));
  const usual = ahead < frontCallers ? Math.min(spread, pollFrontMs) : spread;
  const reachedMs = placesPerSecond === 0 ? Number.POSITIVE_INFINITY : (ahead / placesPerSecond) * 1_000;
  const near = ahead === 0 ? pollNearMs : Math.max(pollNearMs, reachedMs / 2);
  // Never sooner than `usual`: the first to come again would meet the last of those who come for the first time.
  return near < usual ? jittered(near) : Math.round(usual * (1 + 2 * jitterShare * random));
};

export interface CallingFacts {
  readonly nowMs: number;
  readonly drawsAtMs: number;
  readonly saleStartsAtMs: number;
  /** In the lot. */
  readonly callers: number;
  readonly serving: number;
  readonly openMax: number;
}

/** The first are called so long before the sale that every node knows of it when they come. */
const callAheadMs = 2_000;

export const callsFromMs = ({
  drawsAtMs,
  saleStartsAtMs,
}: Pick<CallingFacts, 'drawsAtMs' | 'saleStartsAtMs'>) => Math.max(drawsAtMs, saleStartsAtMs - callAheadMs);

/** Until when a turn can be taken that is called now. Just after the draw not everyone has had their poll. */
export const turnUntilMs = (facts: CallingFacts): number => {
  const { nowMs, drawsAtMs, saleStartsAtMs, callers, serving, openMax } = facts;
  // Further behind, the first poll after an early draw is spread over the time after the start of the sale.
  const isFront = serving + openMax <= frontCallers;
  const toldMs = (isFront ? drawsAtMs : saleStartsAtMs + settleMs) + pollNearMs + spreadMs(callers);
  return Math.max(nowMs, saleStartsAtMs, toldMs) + turnMs;
};

export interface Estimate {
  readonly from: number;
  readonly to: number;
}

const estimateLongestSeconds = 86_400;
const slowShare = 0.5;
const fastShare = 1.5;

/** In seconds; undefined when it is not known how fast the line moves, or when seats may not last so long. */
export const estimateOf = (
  ahead: number,
  placesPerSecond: number,
  seatsLeft: number,
): Estimate | undefined => {
  if (placesPerSecond <= 0 || ahead >= seatsLeft) return undefined;
  const to = Math.ceil((ahead + 1) / (placesPerSecond * slowShare));
  if (to > estimateLongestSeconds) return undefined;
  return { from: Math.floor(ahead / (placesPerSecond * fastShare)), to };
};
