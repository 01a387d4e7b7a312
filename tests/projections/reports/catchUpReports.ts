/** The model of reports, made anew from a log in batches of one size. */
import type { EventStore, RecordedEvent } from '../../../src/ports/EventStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { applyBatch } from '../../../src/projections/engine/applyBatch.ts';
import { filterOf, readModelOf, schemaOf } from '../../../src/projections/engine/Projection.ts';
import { reportsProjection } from '../../../src/projections/reports/reportsProjection.ts';

const schema = schemaOf(reportsProjection);

export const catchUpReports = async (
  readStore: ReadStore,
  source: EventStore,
  batchSize: number,
): Promise<void> => {
  await readStore.drop(schema);
  await readStore.create(readModelOf(reportsProjection), source.logId);
  const onParked = ({ stream }: RecordedEvent): void => {
    throw new Error(`${stream} was parked`);
  };
  const target = { projection: reportsProjection, schema, readStore, parked: new Set<string>(), onParked };
  for (;;) {
    const from = await readStore.checkpoint(schema);
    if (from === undefined) throw new Error('no model');
    const page = await source.readAll(from.position, {
      maxCount: batchSize,
      filter: filterOf(reportsProjection),
    });
    await applyBatch(target, from, page.events, page.next);
    if (page.atEnd) return;
  }
};
