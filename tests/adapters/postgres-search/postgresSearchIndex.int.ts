/** The search contract on the Postgres adapter. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postgresSearchIndex } from '../../../src/adapters/postgres-search/postgresSearchIndex.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { catalogQueries } from '../../../src/projections/catalog/catalogQueries.ts';
import { schemaOf } from '../../../src/projections/runner/Projection.ts';
import { searchProjection } from '../../../src/projections/search/searchProjection.ts';
import { searchQueries } from '../../../src/projections/search/searchQueries.ts';
import { searchIndexContract } from '../../contracts/searchIndexContract.ts';
import { openSearchFixture } from '../../projections/search/searchFixture.ts';
import { createTestDatabase, type TestDatabase } from '../../projections/testReadStore.ts';

const schema = schemaOf(searchProjection);
let database: TestDatabase;
let readStore: ReadStore;
beforeAll(async () => {
  database = await createTestDatabase();
  readStore = database.openReadStore();
});
afterAll(async () => await database.close());

searchIndexContract('postgres', async () => {
  const { events, project } = openSearchFixture(readStore);
  const catalog = catalogQueries(readStore);
  const search = searchQueries({ index: postgresSearchIndex(readStore, schema), readStore, catalog });
  return { events, search, settle: project };
});

it('needs no extension of the engine', async () => {
  const rows = await database.sql("SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'");
  expect(rows).toEqual([]);
});
