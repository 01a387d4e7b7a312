import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { arrayText, rowText } from '../../../src/projections/sql/rowText.ts';
import { sqlOn, startTestPostgres, type TestPostgres } from '../../support/postgres.ts';

let server: TestPostgres;
let url: string;
beforeAll(async () => {
  server = await startTestPostgres();
  url = await server.createDatabase();
  await sqlOn(url, 'create type thing as (name text, size integer, note text)');
});
afterAll(() => server.stop());

const text = fc.string({
  unit: fc.constantFrom('a', 'é', ' ', ',', '"', "'", '\\', '(', ')', '{', '}', '\n', '.'),
});
const thing = fc.record({
  name: text,
  size: fc.option(fc.integer({ min: -5, max: 5 })),
  note: fc.option(text),
});

it('is read by Postgres as what was written, whatever stands in it', async () => {
  const things = fc.sample(thing, 1_000);
  const rows = things.map(({ name, size, note }) => rowText([name, size ?? undefined, note ?? undefined]));
  const read = await sqlOn(url, 'select name, size, note from unnest($1::text::thing[])', [arrayText(rows)]);
  expect(read).toEqual(things);
});
