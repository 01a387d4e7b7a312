/** Search over the folded catalog: plain inclusion of words, enough for tests of the HTTP layer around it. */
import type { CatalogQueries } from '../../../src/projections/catalog/queries.ts';
import type { Found, SearchQueries } from '../../../src/projections/search/searchQueries.ts';
import type { SearchRequest } from '../../../src/projections/search/searchQuestion.ts';
import { questionWords, searchWords } from '../../../src/projections/search/searchWords.ts';
import type { Page } from '../../../src/projections/sql/page.ts';

const everything = { limit: 1_000 };

const found = <Row>(
  { items }: Page<Row>,
  { q = '' }: Pick<SearchRequest, 'q'>,
  text: (row: Row) => string,
): Found<Row> => {
  const asked = questionWords(q);
  const meets = (row: Row): boolean => {
    const words = searchWords(text(row));
    return asked.every((word) => words.some((each) => each.startsWith(word)));
  };
  return { items: items.filter(meets), nextCursor: null, engine: 'postgres' };
};

export const foldedSearch = (catalog: CatalogQueries): SearchQueries => ({
  position: catalog.position,
  waitFor: catalog.waitFor,
  movies: async (request) =>
    found(await catalog.movies({ nowMs: request.nowMs }, everything), request, ({ title }) => title),
  theaters: async (request) => found(await catalog.theaters(everything), request, ({ name }) => name),
  suggest: async (q, nowMs) =>
    found(await catalog.movies({ nowMs }, everything), { q }, ({ title }) => title),
});
