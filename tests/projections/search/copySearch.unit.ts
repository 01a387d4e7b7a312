/** Copying goes on trying while something is away, and does not fill the log with it. */
import { expect, it } from 'vitest';
import { positionStart } from '../../../src/ports/EventStore.ts';
import { type ReadStore, ReadStoreUnavailable } from '../../../src/ports/ReadStore.ts';
import { type SearchIndexWriter, SearchUnavailable } from '../../../src/ports/SearchIndex.ts';
import { copySearch } from '../../../src/projections/search/copySearch.ts';
import { createVirtualTime } from '../../support/virtualTime.ts';

it('tells each reason once, however often it tries', async () => {
  let tries = 0;
  const away = () => {
    tries += 1;
    const error = tries <= 3 ? new ReadStoreUnavailable('no database') : new SearchUnavailable('no engine');
    return Promise.reject(error);
  };
  const leadership = { ended: new Promise<void>(() => undefined), release: async () => undefined };
  const readStore: Pick<ReadStore, 'lead' | 'query' | 'checkpoint'> = {
    lead: async () => leadership,
    query: away,
    checkpoint: away,
  };
  const told: unknown[] = [];
  const note = (details: object): void => {
    if ('err' in details) told.push(String(details.err));
  };
  const time = createVirtualTime(0);
  const copying = copySearch({
    readStore: readStore as ReadStore,
    writer: { refused: () => 0, prepare: away } as unknown as SearchIndexWriter,
    index: { position: async () => positionStart },
    pause: time.pause,
    logger: { info: () => undefined, warn: note, error: note },
  });
  await time.pass(6_500);
  expect(tries).toBe(7);
  expect(copying.status()).toEqual({
    name: 'search_copy',
    position: positionStart,
    lagMs: expect.any(Number),
    state: 'catching-up',
    parked: 0,
    failure: 'no engine',
  });
  await copying.stop();
  expect(told).toEqual(['ReadStoreUnavailable: no database', 'SearchUnavailable: no engine']);
});
