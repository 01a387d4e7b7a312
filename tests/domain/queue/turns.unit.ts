/** How many callers get a turn, how often those who wait ask, and what they are told. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  callsFromMs,
  estimateOf,
  type PollFacts,
  pollAfterMs,
  type TurnCounts,
  turnsToCall,
  turnUntilMs,
} from '../../../src/domain/queue/turns.ts';

const counts: TurnCounts = { open: 0, withSeats: 0, openMax: 100, freeSeats: 500, waiting: 1_000 };

it('calls as many as may be open, as there are seats for, and as wait', () => {
  expect(turnsToCall(counts)).toBe(100);
  expect(turnsToCall({ ...counts, open: 97 })).toBe(3);
  expect(turnsToCall({ ...counts, freeSeats: 7 })).toBe(7);
  expect(turnsToCall({ ...counts, waiting: 2 })).toBe(2);
  // Ten look for a seat, of which two are left; those who hold some need none.
  expect(turnsToCall({ ...counts, open: 10, freeSeats: 2 })).toBe(0);
  expect(turnsToCall({ ...counts, open: 10, withSeats: 10, freeSeats: 2 })).toBe(2);
  expect(turnsToCall({ ...counts, open: 10, withSeats: 12, freeSeats: 0 })).toBe(0);
});

it('refills at once what lapsed, and never calls more than the limits', () => {
  const count = fc.nat({ max: 2_000 });
  fc.assert(
    fc.property(
      fc.record({ open: count, withSeats: count, openMax: count, freeSeats: count, waiting: count }),
      (given) => {
        const called = turnsToCall(given);
        const searching = Math.max(0, given.open - given.withSeats);
        expect(called).toBeGreaterThanOrEqual(0);
        expect(called).toBeLessThanOrEqual(given.waiting);
        if (called > 0) {
          expect(given.open + called).toBeLessThanOrEqual(given.openMax);
          expect(searching + called).toBeLessThanOrEqual(given.freeSeats);
        }
        // A turn that lapses is called again, as long as anyone waits for it.
        const full = { ...given, open: given.openMax, freeSeats: given.openMax, withSeats: 0 };
        if (given.openMax > 0 && given.waiting > 0) {
          expect([turnsToCall(full), turnsToCall({ ...full, open: full.open - 1 })]).toEqual([0, 1]);
        }
      },
    ),
  );
});

type Growth = Pick<PollFacts, 'entriesPerSecond'>;
const asksAfterMs = (facts: Omit<PollFacts, 'entriesPerSecond'> & Partial<Growth>): number =>
  pollAfterMs({ entriesPerSecond: 0, ...facts });

/** Polls a second of that many callers, each with a random of their own. */
const rateOf = (callers: number, pollOf: (nth: number, random: number) => number): number => {
  let perSecond = 0;
  for (let nth = 0; nth < callers; nth += 1) perSecond += 1_000 / pollOf(nth, (nth * 0.618) % 1);
  return perSecond;
};
const crowd = 100_000;
const openMax = 100;
/** Of a lot that is drawn when the sale starts. */
const withSale = <Facts extends { readonly untilDrawMs: number }>(facts: Facts) => ({
  ...facts,
  ...{ openMax, untilSaleMs: facts.untilDrawMs },
});
const turnFacts = { drawsAtMs: 0, saleStartsAtMs: 0, callers: crowd, serving: 0, openMax };

const seededRandom = () => {
  let seed = 20_261_129;
  return (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
};

it('keeps a hundred thousand callers below two thousand polls a second, before and after the draw', () => {
  const common = { callers: crowd, placesPerSecond: 0 };
  const before = rateOf(crowd, (_, random) =>
    asksAfterMs(withSale({ ...common, random, untilDrawMs: 3_600_000 })),
  );
  // Others enter meanwhile.
  expect(before).toBeLessThan(600);
  for (const placesPerSecond of [0, 0.5, 5, 50]) {
    const after = rateOf(crowd, (ahead, random) =>
      asksAfterMs(withSale({ callers: crowd, random, ahead, placesPerSecond, untilDrawMs: -1 })),
    );
    expect([placesPerSecond, after < 2_000, after]).toEqual([placesPerSecond, true, after]);
  }
});

it('stays below two thousand requests a second from the first entry to the second poll of the sale', () => {
  const [entriesPerSecond, drawsAtMs, seats] = [1_400, 101_400, 500];
  const saleStartsAtMs = drawsAtMs + 90_000;
  const endMs = saleStartsAtMs + 90_000;
  const perSecond = new Array<number>(Math.ceil(endMs / 1_000)).fill(0);
  const ask = (atMs: number, requests = 1): void => {
    const second = Math.floor(atMs / 1_000);
    if (second < perSecond.length) perSecond[second] = (perSecond[second] ?? 0) + requests;
  };
  const next = seededRandom();
  for (let place = 0; place < crowd; place += 1) {
    // The lot has nothing to do with who came first.
    const enteredMs = (((place * 61_803) % crowd) / entriesPerSecond) * 1_000;
    for (let atMs = enteredMs; atMs < endMs; ) {
      ask(atMs);
      const isDrawn = atMs >= drawsAtMs;
      // Who has got a turn holds a seat and pays for it.
      if (atMs >= saleStartsAtMs && place < seats) {
        ask(atMs, 2);
        break;
      }
      atMs += asksAfterMs({
        ...{ random: next(), placesPerSecond: 0, openMax: seats },
        entriesPerSecond: atMs > 5_000 && atMs < (crowd / entriesPerSecond) * 1_000 ? entriesPerSecond : 0,
        callers: Math.min(crowd, Math.ceil((atMs / 1_000) * entriesPerSecond)),
        ...{ untilDrawMs: drawsAtMs - atMs, untilSaleMs: saleStartsAtMs - atMs },
        ...(isDrawn ? { ahead: place } : {}),
      });
    }
  }
  expect(Math.max(...perSecond)).toBeLessThan(1_950);
});

it('spreads those who wait for the draw over the time after it', () => {
  const perSecond = new Map<number, number>();
  for (let nth = 0; nth < crowd; nth += 1) {
    const untilDrawMs = (nth * 0.381 * 1_000) % 60_000;
    const pollMs = asksAfterMs(
      withSale({
        callers: crowd,
        random: (nth * 0.618) % 1,
        placesPerSecond: 0,
        untilDrawMs,
      }),
    );
    expect(pollMs).toBeGreaterThan(untilDrawMs);
    const second = Math.floor((pollMs - untilDrawMs) / 1_000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
  }
  expect(Math.max(...perSecond.values())).toBeLessThan(1_900);
});

it.each([0, 8])(
  'stays below two thousand polls a second in the minutes after the draw, at %d places a second',
  (placesPerSecond) => {
    const lastSecond = 240;
    const perSecond = new Array<number>(lastSecond).fill(0);
    const next = seededRandom();
    for (let place = 0; place < crowd; place += 1) {
      let atMs = asksAfterMs(
        withSale({ callers: crowd, random: next(), placesPerSecond: 0, untilDrawMs: 0 }),
      );
      while (atMs < lastSecond * 1_000) {
        const second = Math.floor(atMs / 1_000);
        perSecond[second] = (perSecond[second] ?? 0) + 1;
        const ahead = place - placesPerSecond * second;
        if (ahead < 0) break;
        atMs += asksAfterMs(
          withSale({ callers: crowd, random: next(), ahead, placesPerSecond, untilDrawMs: -1 }),
        );
      }
    }
    expect(Math.max(...perSecond)).toBeLessThan(1_950);
  },
);

it('has those near the front ask while a turn would be open, also where the line has stood still', () => {
  for (const ahead of [0, 1, 100, 3_999]) {
    const pollMs = asksAfterMs(
      withSale({ callers: crowd, random: 1, ahead, placesPerSecond: 0, untilDrawMs: -1 }),
    );
    expect(pollMs).toBeLessThan(turnUntilMs({ ...turnFacts, nowMs: 600_000 }) - 600_000 - 5_000);
  }
});

it('leaves every turn open until its caller was told to ask again', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 200_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat({ max: 600_000 }),
      (callers, random, untilDrawMs) => {
        const drawnAtMs = 1_000_000;
        const pollMs = asksAfterMs(withSale({ callers, random, placesPerSecond: 0, untilDrawMs }));
        const asksAtMs = drawnAtMs - untilDrawMs + pollMs;
        expect(
          turnUntilMs({
            ...turnFacts,
            nowMs: drawnAtMs,
            drawsAtMs: drawnAtMs,
            saleStartsAtMs: drawnAtMs,
            callers,
          }),
        ).toBeGreaterThan(asksAtMs + 10_000);
      },
    ),
  );
});

it('has those near the front ask twice before the line reaches them', () => {
  for (const ahead of [0, 1, 10, 100, 1_000, 10_000]) {
    const placesPerSecond = 20;
    const pollMs = asksAfterMs(
      withSale({ callers: crowd, random: 1, ahead, placesPerSecond, untilDrawMs: -1 }),
    );
    expect(pollMs).toBeLessThanOrEqual(Math.max(2_400, (ahead / placesPerSecond) * 1_000));
  }
});

it('estimates a range, or nothing when it cannot know', () => {
  expect(estimateOf(120, 2, 500)).toEqual({ from: 40, to: 121 });
  expect(estimateOf(0, 2, 500)).toEqual({ from: 0, to: 1 });
  expect(estimateOf(120, 0, 500)).toBe(undefined);
  expect(estimateOf(500, 2, 500)).toBe(undefined);
  expect(estimateOf(90_000, 0.1, 100_000)).toBe(undefined);
});

/** A lot of 100,000 that is drawn 90 s before the sale, 500 turns, and each caller's polls from the draw on. */
const playEarlyDraw = (lastSecond: number) => {
  const saleAtMs = 90_000;
  const drawTakesMs = 4_000;
  const next = seededRandom();
  const perSecond = new Array<number>(lastSecond).fill(0);
  const polls: number[][] = [];
  for (let place = 0; place < crowd; place += 1) {
    const own: number[] = [];
    polls.push(own);
    const common = { callers: crowd, placesPerSecond: 0, openMax: 500 };
    let atMs = asksAfterMs({ ...common, random: next(), untilDrawMs: 0, untilSaleMs: saleAtMs });
    while (atMs < lastSecond * 1_000) {
      own.push(atMs);
      const second = Math.floor(atMs / 1_000);
      perSecond[second] = (perSecond[second] ?? 0) + 1;
      const ahead = Math.max(0, place - (atMs > saleAtMs - 2_000 ? 500 : 0));
      if (atMs >= saleAtMs && place < 500) break;
      const isKnown = atMs > drawTakesMs;
      const times = { untilDrawMs: -atMs, untilSaleMs: saleAtMs - atMs };
      atMs += asksAfterMs({ ...common, ...times, random: next(), ...(isKnown ? { ahead } : {}) });
    }
  }
  return { saleAtMs, perSecond, polls };
};

it('tells everyone their place before the sale when the lot is drawn early, below two thousand polls a second', () => {
  const { saleAtMs, perSecond, polls } = playEarlyDraw(300);
  expect(Math.max(...perSecond)).toBeLessThan(1_950);
  expect(polls.filter((own) => own.every((atMs) => atMs <= 4_000 || atMs >= saleAtMs))).toEqual([]);
  const firstAfter = polls.slice(0, 500).map((own) => own.find((atMs) => atMs >= saleAtMs) ?? Number.NaN);
  expect(Math.max(...firstAfter)).toBeLessThanOrEqual(saleAtMs + 1_000);
  // Holds and payments of the first come beside them.
  expect(Math.max(...perSecond.slice(90, 95))).toBeLessThan(1_000);
  // A turn of the next 3,000 can be taken whenever it is called.
  const ends = turnUntilMs({ ...turnFacts, nowMs: saleAtMs, saleStartsAtMs: saleAtMs, openMax: 500 });
  const nextAfter = polls.slice(500, 3_500).map((own) => own.find((atMs) => atMs >= saleAtMs) ?? Number.NaN);
  expect(Math.max(...nextAfter)).toBeLessThan(ends - 10_000);
});

it('calls the first a moment before the sale after an early draw, and never before the draw', () => {
  expect(callsFromMs({ drawsAtMs: 0, saleStartsAtMs: 90_000 })).toBe(88_000);
  expect(callsFromMs({ drawsAtMs: 90_000, saleStartsAtMs: 90_000 })).toBe(90_000);
  const early = { ...turnFacts, nowMs: 88_000, saleStartsAtMs: 90_000 };
  expect(turnUntilMs(early)).toBe(120_000);
  // Of those further behind some ask for the first time more than a minute after the start of the sale.
  expect(turnUntilMs({ ...early, serving: 4_000 })).toBeGreaterThan(90_000 + 5_000 + 62_500 + 10_000);
});
