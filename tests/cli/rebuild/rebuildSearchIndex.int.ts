/** The search index made anew beside the one that is searched, while a copier of a running program goes on writing. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rebuildSearchIndex } from '../../../src/cli/rebuild/rebuildSearchIndex.ts';
import { positionStart } from '../../../src/ports/EventStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import type { SearchDocument, SearchIndexWriter } from '../../../src/ports/SearchIndex.ts';
import { type Copy, copyRound, prepareCopy } from '../../../src/projections/search/copyRound.ts';
import { appendEvents } from '../../projections/appendEvents.ts';
import { openSearchFixture } from '../../projections/search/searchFixture.ts';
import { createTestDatabase, type TestDatabase } from '../../projections/testReadStore.ts';
import { silentLogger } from '../../support/postgres.ts';
import { uuid } from '../../support/showtimes.ts';

let database: TestDatabase;
let readStore: ReadStore;

beforeAll(async () => {
  database = await createTestDatabase();
  readStore = database.openReadStore();
});
afterAll(async () => await database.close());

type Index = Map<string, SearchDocument>;

/** An engine as the port describes it: writers share what is published, and each builds for itself. */
const openEngine = () => {
  let published: Index = new Map([['stale', { id: 'stale', version: 1, fields: {} }]]);
  const open = (onPublish: () => Promise<void> = async () => undefined): SearchIndexWriter => {
    let building: Index | undefined;
    return {
      prepare: async (_source, believed) => {
        building = believed === 'nothing' ? new Map() : undefined;
        return believed === 'nothing' ? undefined : { change: 0, position: positionStart };
      },
      write: async (_kind, documents) => {
        const index = building ?? published;
        for (const document of documents) {
          const kept = index.get(document.id);
          if (kept === undefined || kept.version < document.version) index.set(document.id, document);
        }
        return [];
      },
      commit: async () => {
        if (building === undefined) return;
        await onPublish();
        published = building;
        building = undefined;
      },
      isThere: async () => true,
      counts: async () => ({ movies: published.size, theaters: 0, showtimes: 0 }),
      refused: () => 0,
      close: async () => undefined,
    };
  };
  return { open, ids: () => [...published.keys()].sort() };
};

const movie = (n: number) => ({
  type: 'MovieRegistered',
  data: { movieId: uuid(n), title: `Film ${n}`, runtimeMinutes: 100, genres: ['Drama'] },
});

it('has everything, also what the copier wrote into the old one at the last moment, and nothing stale', async () => {
  const { events, project } = openSearchFixture(readStore);
  for (let n = 1; n <= 3; n += 1) await appendEvents(events, `movie-${uuid(n)}`, movie(n));
  await project();
  const engine = openEngine();
  const parts = { readStore, writer: engine.open(), logger: silentLogger };
  let copied: Copy = await prepareCopy(parts);
  const copy = async (): Promise<void> => {
    copied = { ...copied, reached: await copyRound(parts, copied) };
  };
  await copy();
  expect(engine.ids()).toEqual(['stale', uuid(1), uuid(2), uuid(3)].sort());

  const writer = engine.open(async () => {
    // Between our copy and the switch a film is added, and the running copier sees it first.
    await appendEvents(events, `movie-${uuid(4)}`, movie(4));
    await project();
    await copy();
  });
  await rebuildSearchIndex({ readStore, writer, logger: silentLogger });
  expect(engine.ids()).toEqual([uuid(1), uuid(2), uuid(3), uuid(4)]);
  await events.close();
});
