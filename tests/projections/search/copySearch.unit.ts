/** Copying goes on trying while something is away, and does not fill the log with it. */
import { expect, it } from 'vitest';
import { positionStart } from '../../../src/ports/EventStore.ts';
import { type ReadStore, ReadStoreUnavailable } from '../../../src/ports/ReadStore.ts';
import { type SearchIndexWriter, SearchUnavailable } from '../../../src/ports/SearchIndex.ts';
import { copySearch } from '../../../src/projections/search/copySearch.ts';
import { eventually } from '../../support/eventually.ts';

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
  const copying = copySearch({
    readStore: readStore as ReadStore,
    writer: { refused: () => 0, prepare: away } as unknown as SearchIndexWriter,
    index: { position: async () => positionStart },
    logger: { info: () => undefined, warn: note, error: note },
  });
  await eventually(() => expect(tries).toBeGreaterThanOrEqual(6), 20_000);
  expect(copying.status()).toMatchObject({ state: 'catching-up', failure: 'no engine' });
  await copying.stop();
  expect(told).toEqual(['ReadStoreUnavailable: no database', 'SearchUnavailable: no engine']);
});
