/** All read models from nothing, as after an update that changed them, and what they take on disk. */
import { setTimeout as pause } from 'node:timers/promises';
import { readModels } from '../../src/compose.ts';
import { bookingsProjection } from '../../src/projections/bookings/bookingsProjection.ts';
import { catalogProjection } from '../../src/projections/catalog/catalogProjection.ts';
import { schemaOf } from '../../src/projections/engine/Projection.ts';
import { searchProjection } from '../../src/projections/search/searchProjection.ts';
import type { Measure } from './Measure.ts';
import {
  memoryOf,
  type Program,
  processorTime,
  type Query,
  type ScaleBench,
  startProgram,
  withDatabase,
} from './program.ts';

const pollMs = 500;
const rebuildMsMax = 3_600_000;
const schemas = readModels.map(schemaOf);

interface Shown {
  readonly name: string;
  readonly position: string;
  readonly state: string;
}

const shownModels = async (program: Program): Promise<readonly Shown[]> => {
  const { items } = (await (await program.get('/v1/ops/projections')).json()) as { items: readonly Shown[] };
  const names = new Set(readModels.map(({ name }) => name));
  return items.filter(({ name }) => names.has(name));
};

interface Size {
  readonly events: number;
  readonly showtimes: number;
  readonly bookings: number;
}

/** A model that lacks rows would be fast. */
const demandWhole = async (query: Query, { showtimes, bookings }: Size): Promise<void> => {
  const wanted = {
    [schemaOf(searchProjection)]: { showtimes },
    [schemaOf(catalogProjection)]: { showtimes },
  };
  const all = { ...wanted, [schemaOf(bookingsProjection)]: { bookings } };
  for (const [schema, tables] of Object.entries(all)) {
    for (const [table, count] of Object.entries(tables)) {
      const [row] = await query(`SELECT count(*)::integer AS rows FROM ${schema}.${table}`);
      if (Number(row?.rows) < count) throw new Error(`${schema}.${table} has ${row?.rows} rows of ${count}`);
    }
  }
};

export const rebuildAll = async (
  bench: ScaleBench,
  size: Size,
): Promise<{ readonly measures: readonly Measure[]; readonly program: Program }> => {
  await withDatabase(bench, async (query) => {
    for (const schema of schemas) {
      await query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
      await query(`DROP SCHEMA IF EXISTS rebuild_${schema} CASCADE`);
    }
  });
  const program = await startProgram(bench, { readyPath: '/health/live' });
  const begun = performance.now();
  const distinct = new Map<string, Set<string>>();
  const liveAfter = new Map<string, number>();
  while (liveAfter.size < readModels.length) {
    if (performance.now() - begun > rebuildMsMax) throw new Error('the read models are not built in time');
    await pause(pollMs);
    for (const { name, position, state } of await shownModels(program)) {
      if (state === 'live' && !liveAfter.has(name)) liveAfter.set(name, (performance.now() - begun) / 1_000);
      const positions = distinct.get(name) ?? new Set();
      distinct.set(name, positions.add(position));
    }
  }
  const used = processorTime(bench, program);
  for (const [name, seconds] of liveAfter) bench.say(`${name}: live after ${seconds.toFixed(1)} s`);
  const seconds = Math.max(...liveAfter.values());
  const withProgress = [...distinct.values()].filter((positions) => positions.size > 2).length;
  const bytes = await withDatabase(bench, async (query) => {
    await query('VACUUM ANALYZE');
    await demandWhole(query, size);
    const [row] = await query(`
      SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::float8 AS bytes FROM pg_class
      WHERE relkind = 'r' AND relnamespace::regnamespace::text = ANY ('{${schemas.join(',')}}')`);
    const each = await query(`
      SELECT relnamespace::regnamespace::text AS name, sum(pg_total_relation_size(oid))::float8 AS bytes
      FROM pg_class WHERE relkind = 'r' AND relnamespace::regnamespace::text = ANY ('{${schemas.join(',')}}')
      GROUP BY 1 ORDER BY 2 DESC`);
    for (const { name, bytes: size } of each) bench.say(`${name}: ${Math.round(Number(size) / 1e6)} MB`);
    return Number(row?.bytes);
  });
  const measures: readonly Measure[] = [
    {
      what: 'all read models from nothing',
      value: size.events / seconds,
      unit: 'per second',
      before: '15,000',
      must: 40_000,
      more: true,
      note: `events; ${Math.round(seconds)} s in all`,
    },
    {
      what: 'read models whose progress was shown meanwhile',
      value: withProgress,
      unit: '',
      before: '0',
      must: readModels.length,
      more: true,
    },
    {
      what: 'processor time of the program per event',
      value: (used.program / size.events) * 1e6,
      unit: 'µs',
    },
    {
      what: 'processor time of its Postgres per event',
      value: (used.postgres / size.events) * 1e6,
      unit: 'µs',
    },
    {
      what: 'memory of the program meanwhile, at most',
      value: memoryOf(program.pid, 'VmHWM') / 1e6,
      unit: 'MB',
    },
    {
      what: 'read models on disk, per booking',
      value: bytes / size.bookings / 1_000,
      unit: 'KB',
      before: '5.1',
      must: 3,
    },
  ];
  return { measures, program };
};
