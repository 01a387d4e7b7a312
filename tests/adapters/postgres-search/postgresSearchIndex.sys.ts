/** The search contract on the Postgres adapter. */
import { afterAll, expect, it } from 'vitest';
import { postgresSearchIndex } from '../../../src/adapters/postgres-search/postgresSearchIndex.ts';
import { catalogQueries } from '../../../src/projections/catalog/catalogQueries.ts';
import { schemaOf } from '../../../src/projections/engine/Projection.ts';
import { searchProjection } from '../../../src/projections/search/searchProjection.ts';
import { searchQueries } from '../../../src/projections/search/searchQueries.ts';
import { searchIndexContract } from '../../contracts/searchIndexContract.ts';
import { wideSearchContract } from '../../contracts/wideSearchContract.ts';
import { openSearchFixture } from '../../projections/search/searchFixture.ts';
import { createTestDatabase, type TestDatabase } from '../../projections/testReadStore.ts';

const schema = schemaOf(searchProjection);
const databases: TestDatabase[] = [];
afterAll(async () => void (await Promise.all(databases.map((database) => database.close()))));

const open = async () => {
  const database = await createTestDatabase();
  databases.push(database);
  const readStore = database.openReadStore();
  const { events, project } = openSearchFixture(readStore);
  const index = postgresSearchIndex(readStore, schema);
  const search = searchQueries({ index, readStore, catalog: catalogQueries(readStore) });
  return { events, index, search, settle: project };
};

searchIndexContract('postgres', open);
wideSearchContract('postgres', open);

it('needs no extension of the engine', async () => {
  const rows = await databases[0]?.sql("SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'");
  expect(rows).toEqual([]);
});
