import { expect, it } from 'vitest';
import type { LogEvent } from '../../web/src/features/analyst/log/LogEvent.ts';
import { type LatestPage, type Range, readLatest } from '../../web/src/features/analyst/log/readLatest.ts';

/** A log of events that were decided at these milliseconds, which counts what is asked of it. */
const logOf = (times: readonly number[]) => {
  let asked = 0;
  const events = times.map(
    (ms, place) => ({ position: String(place), at: new Date(ms).toISOString() }) as LogEvent,
  );
  return {
    asked: () => asked,
    reads: {
      pageEvents: 3,
      readEvents: 5,
      read: async ({ fromMs, toMs }: Range, max: number) => {
        asked += 1;
        return events
          .filter((_, place) => fromMs <= (times[place] ?? 0) && (times[place] ?? 0) < toMs)
          .slice(0, max);
      },
    },
  };
};
const all = async (log: ReturnType<typeof logOf>, range: Range): Promise<readonly string[]> => {
  const positions: string[] = [];
  let rest: Range | undefined = range;
  while (rest !== undefined) {
    const page: LatestPage = await readLatest(log.reads, rest);
    positions.push(...page.events.map(({ position }) => position));
    rest = page.rest;
  }
  return positions;
};

it('gives all of a quiet log with one read, the latest first', async () => {
  const log = logOf([100, 200, 300, 400]);
  expect(await readLatest(log.reads, { fromMs: 0, toMs: 1_000 })).toEqual({
    events: [400, 300, 200, 100].map((ms, place) => ({
      position: String(3 - place),
      at: new Date(ms).toISOString(),
    })),
  });
  expect(log.asked()).toBe(1);
});

it('gives each event of a busy log once, from the last to the first', async () => {
  const times = Array.from({ length: 60 }, (_, place) => 1_000 + place * 37);
  const log = logOf(times);
  expect(await all(log, { fromMs: 0, toMs: 100_000 })).toEqual(times.map((_, place) => String(59 - place)));
});

it('finds what was decided long ago, and many events of one millisecond', async () => {
  const log = logOf(Array.from({ length: 20 }, () => 5_000));
  const range = { fromMs: 0, toMs: 7 * 24 * 3_600_000 };
  expect(await all(log, range)).toEqual(Array.from({ length: 20 }, (_, place) => String(19 - place)));
  expect(log.asked()).toBeLessThan(60);
});

it('has nothing left of an empty range', async () => {
  expect(await readLatest(logOf([]).reads, { fromMs: 0, toMs: 1_000 })).toEqual({ events: [] });
});
