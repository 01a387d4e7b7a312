/** Every shape of every event, through the tables and back by DuckDB. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Duckdb, openDuckdb } from '../../../src/adapters/duckdb/openDuckdb.ts';
import { quotedText } from '../../../src/adapters/duckdb/quoting.ts';
import { createTextShower } from '../../../src/api/log/shownText.ts';
import { openTableParts } from '../../../src/cli/replay/tableParts.ts';
import { metadataHider } from '../../../src/composition/engine/hiddenMetadata.ts';
import { positionOf } from '../../../src/ports/EventStore.ts';
import { eventFixtures } from '../../domain/eventFixtures.ts';

let duckdb: Duckdb;
let work: string;

beforeAll(async () => {
  work = await mkdtemp(path.join(os.tmpdir(), 'marquee-tables-'));
  duckdb = await openDuckdb({ memoryMegabytes: 128, threads: 1 });
});
afterAll(async () => {
  duckdb.close();
  await rm(work, { recursive: true, force: true });
});

const identityKey = randomBytes(32);
const show = createTextShower(identityKey, metadataHider(identityKey));
const id = randomUUID();
const metadata = JSON.stringify({ correlationId: id, causationId: id, actor: { role: 'system' } });
let position = 0n;
const shown = (type: string, version: number, data: unknown) => {
  position += 1n;
  return show({
    ...{ position: positionOf(position), stream: 'a-b', revision: 0, id: randomUUID(), type, version },
    ...{ at: '2026-11-21T18:30:00.123Z', data: JSON.stringify(data), metadata },
  });
};

let place = 0;
const convert = async (
  events: readonly ReturnType<typeof shown>[],
  format: 'parquet' | 'csv' = 'parquet',
) => {
  place += 1;
  const part = await openTableParts(duckdb, format)(work, place);
  for (const event of events) part.add(event);
  const draft = await part.finish();
  const rows = (table: string, columns = '*') => {
    const names = [...draft.drafts].filter(([name]) => name.startsWith(`${table}/`)).map(([, file]) => file);
    return duckdb.rows(`SELECT ${columns} FROM read_parquet([${names.map(quotedText).join(', ')}])`);
  };
  return { ...draft, rows };
};

it('has a place for every shape that was ever released', async () => {
  const made = await convert(eventFixtures.map(({ type, version, data }) => shown(type, version, data)));
  expect(made.unreadable).toBe(0);
  const count = made.files.reduce((sum, { events }) => sum + events, 0);
  expect(count).toBe(eventFixtures.length);
});

it('gives columns of their own type, versions that appear halfway in one shape, and nothing sealed', async () => {
  const fixture = (file: string) => {
    const found = eventFixtures.find((each) => each.file === `${file}.json`);
    if (found === undefined) throw new Error(`no fixture ${file}`);
    return shown(found.type, found.version, found.data);
  };
  const made = await convert([
    fixture('SeatsBlocked.v1'),
    fixture('SeatsBlocked.v2'),
    fixture('SeatsHeld.v1'),
  ]);
  const held = await made.rows(
    'SeatsHeld',
    'typeof(position) AS p, typeof("decidedAt") AS d, typeof("holdId") AS h, seats[1].price.amount AS amount, total.currency AS currency',
  );
  expect(held).toEqual([{ p: 'BIGINT', d: 'TIMESTAMP', h: 'UUID', amount: '2925', currency: 'USD' }]);
  const blocked = await made.rows('SeatsBlocked');
  expect(blocked.map((row) => [row.eventVersion, row.seatIds])).toEqual([
    ['2', ['C1', 'C2']],
    ['2', ['C1', 'C2']],
  ]);
  expect(Object.keys(blocked[0] ?? {})).not.toContain('reason');
});

it('keeps apart what it does not know, and loses nothing beside it', async () => {
  const hold = eventFixtures.find(({ type }) => type === 'SeatsHeld')?.data;
  const made = await convert([
    shown('SeatsHeld', 1, hold),
    shown('SeatsHeld', 1, { ...Object(hold), expiresAt: 'soon' }),
    shown('SeatsHeld', 7, { of: 'the future' }),
    shown('SeatsTraded', 1, { new: true }),
    shown('SeatsHeld', 1, hold),
  ]);
  expect(made.unreadable).toBe(3);
  expect(await made.rows('SeatsHeld', 'count(*) AS count')).toEqual([{ count: '2' }]);
  const apart = await made.rows('UnreadableEvents', '"eventType", "eventVersion", data');
  expect(apart.map(({ eventType, eventVersion }) => [eventType, eventVersion])).toEqual([
    ['SeatsHeld', '7'],
    ['SeatsTraded', '1'],
    ['SeatsHeld', '1'],
  ]);
  expect(JSON.parse(String(apart[0]?.data))).toEqual({ of: 'the future' });
});
