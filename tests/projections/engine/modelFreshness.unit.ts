/** As of when a model is: said when it is behind, with few looks, and without waiting for a log that is away. */
import { expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { EventStoreUnavailable, positionStart } from '../../../src/ports/EventStore.ts';
import { modelFreshness } from '../../../src/projections/engine/modelFreshness.ts';
import { testClock } from '../../support/nodes.ts';
import { appendEvents } from '../appendEvents.ts';
import { counted, countingProjection } from '../countingProjection.ts';

/** When the events of `appendEvents` were decided. */
const decidedAtMs = Date.parse('2026-11-30T12:00:00.000Z');

const given = async () => {
  const events = openMemoryEventStore();
  const clock = testClock(decidedAtMs);
  let looks = 0;
  let reads = 0;
  let away: 'no' | 'fails' | 'hangs' = 'no';
  let position = positionStart;
  const asOf = modelFreshness(countingProjection(), {
    readStore: {
      checkpoint: async () => {
        looks += 1;
        return { position, logId: events.logId, build: '1' };
      },
    },
    events: {
      readAll: async (after, options) => {
        reads += 1;
        if (away === 'fails') throw new EventStoreUnavailable('planted');
        if (away === 'hangs') await new Promise(() => undefined);
        return await events.readAll(after, options);
      },
    },
    tail: { position: () => head },
    clock,
  });
  let head = await events.head();
  position = head;
  return {
    asOf,
    append: async (stream: string) => {
      head = await appendEvents(events, stream, counted());
    },
    catchUp: () => {
      position = head;
    },
    passMs: clock.advance,
    setBack: clock.setBack,
    setAway: (how: typeof away) => {
      away = how;
    },
    asked: () => ({ looks, reads }),
  };
};

it('says nothing while the model is up to date, and asks the log nothing', async () => {
  const model = await given();
  expect(await model.asOf()).toBeUndefined();
  model.passMs(3_600_000);
  expect(await model.asOf()).toBeUndefined();
  expect(model.asked()).toEqual({ looks: 2, reads: 0 });
});

it('says the instant of the first event that is missing, a second after it', async () => {
  const model = await given();
  await model.append('counter-a');
  model.passMs(1_000);
  expect(await model.asOf()).toBeUndefined();
  model.passMs(600);
  expect(await model.asOf()).toBe(decidedAtMs);
  model.catchUp();
  model.passMs(600);
  expect(await model.asOf()).toBeUndefined();
});

it('is not behind for events that are none of its own', async () => {
  const model = await given();
  await model.append('other-a');
  model.passMs(5_000);
  expect(await model.asOf()).toBeUndefined();
});

it('looks once for all who ask within half a second, and not when nobody asks', async () => {
  const model = await given();
  await model.append('counter-a');
  model.passMs(5_000);
  await Promise.all(Array.from({ length: 100 }, () => model.asOf()));
  model.passMs(499);
  await Promise.all(Array.from({ length: 100 }, () => model.asOf()));
  expect(model.asked()).toEqual({ looks: 1, reads: 1 });
  model.passMs(1);
  await model.asOf();
  expect(model.asked()).toEqual({ looks: 2, reads: 2 });
});

it('looks again after half a second when the wall clock was set back meanwhile', async () => {
  const model = await given();
  await model.asOf();
  model.setBack(3_600_000);
  await model.append('counter-a');
  model.passMs(500);
  await model.asOf();
  expect(model.asked()).toEqual({ looks: 2, reads: 1 });
});

it('keeps saying what it knew while the log fails, without asking it for every request', async () => {
  const model = await given();
  await model.append('counter-a');
  model.passMs(2_000);
  expect(await model.asOf()).toBe(decidedAtMs);
  model.setAway('fails');
  model.passMs(5_000);
  for (let n = 0; n < 10; n += 1) expect(await model.asOf()).toBe(decidedAtMs);
  expect(model.asked().reads).toBe(2);
});

it('holds nobody up for long when the log does not answer', async () => {
  const model = await given();
  model.setAway('hangs');
  await model.append('counter-a');
  model.passMs(2_000);
  const askedAtMs = performance.now();
  // Nothing was ever seen of it: nothing is said.
  expect(await model.asOf()).toBeUndefined();
  model.passMs(300);
  for (let n = 0; n < 20; n += 1) expect(await model.asOf()).toBeUndefined();
  expect(performance.now() - askedAtMs).toBeLessThan(5_000);
  expect(model.asked()).toEqual({ looks: 1, reads: 1 });
});
