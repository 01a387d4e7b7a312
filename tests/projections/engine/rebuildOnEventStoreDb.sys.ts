/** A rebuild on a log whose positions are places and not counted, where other streams stand between ours. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startProjection } from '../../../src/projections/engine/ProjectionRunner.ts';
import { rebuildModel } from '../../../src/projections/engine/rebuildModel.ts';
import { givenServer, givenStore } from '../../adapters/eventstoredb/given.ts';
import { eventually } from '../../support/eventually.ts';
import { appendEvents } from '../appendEvents.ts';
import { counted, countingProjection } from '../countingProjection.ts';
import { createTestDatabase, type TestDatabase } from '../testReadStore.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => await database.close());

const ignore = (): void => undefined;
const logger = { info: ignore, warn: ignore, error: ignore };
const elsewhere = { type: 'Elsewhere', data: {} };

it('is identical, with the live model far from or at the end of the log', async () => {
  const readStore = database.openReadStore();
  const events = await givenStore(await givenServer());
  const projection = countingProjection();
  await appendEvents(events, 'counter-a', ...Array.from({ length: 1_500 }, () => counted()));
  await appendEvents(events, 'other-a', elsewhere, elsewhere);
  const clock = { nowMs: () => Date.now() };
  const live = startProjection({ projection, events, readStore, logger, clock });
  const rebuild = async () => {
    const signal = new AbortController().signal;
    const parts = { projection, events, readStore, onParked: ignore, onProgress: ignore, signal };
    const { compared } = await rebuildModel(parts, 'rebuild');
    return compared?.map(({ table, differing }) => [table, differing]);
  };
  const identical = [
    ['counts', 0],
    ['parked', 0],
    ['seen', 0],
  ];
  await eventually(() => expect(live.status().state).toBe('live'), 30_000);
  expect(await rebuild()).toEqual(identical);
  const later = await appendEvents(events, 'counter-b', counted(4));
  expect(await live.waitFor(later, 30_000)).toBe(later);
  await live.stop();
  // The live model stands still from here on, and the log goes on with ours and others'.
  await appendEvents(events, 'counter-b', counted(5));
  await appendEvents(events, 'other-a', elsewhere);
  expect(await rebuild()).toEqual(identical);
  const rows = await readStore.query('SELECT stream, total FROM counting_v1.counts ORDER BY stream');
  expect(rows.map(({ stream, total }) => [stream, Number(total)])).toEqual([
    ['counter-a', 1_500],
    ['counter-b', 9],
  ]);
});
