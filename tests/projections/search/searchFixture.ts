/** The search and catalog projections on a real Postgres, fed from a log in memory until everything is applied. */
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { catalogProjection } from '../../../src/projections/catalog/catalogProjection.ts';
import { applyBatch } from '../../../src/projections/engine/applyBatch.ts';
import {
  filterOf,
  type Projection,
  readModelOf,
  schemaOf,
} from '../../../src/projections/engine/Projection.ts';
import { searchProjection } from '../../../src/projections/search/searchProjection.ts';

const batchEvents = 1_000;

const applyAll = async (events: EventStore, readStore: ReadStore, projection: Projection): Promise<void> => {
  let checkpoint = await readStore.create(readModelOf(projection), events.logId);
  const onParked = (_event: unknown, error: unknown): void => {
    throw error;
  };
  const target = { projection, schema: schemaOf(projection), readStore, parked: new Set<string>(), onParked };
  for (;;) {
    const { position } = checkpoint;
    const read = await events.readAll(position, { maxCount: batchEvents, filter: filterOf(projection) });
    const to = read.events.at(-1)?.position;
    if (to === undefined) return;
    checkpoint = await applyBatch(target, checkpoint, read.events, to);
  }
};

export const openSearchFixture = (readStore: ReadStore) => {
  const events = openMemoryEventStore();
  const project = async (): Promise<void> => {
    await applyAll(events, readStore, catalogProjection);
    await applyAll(events, readStore, searchProjection);
  };
  return { events, project };
};
