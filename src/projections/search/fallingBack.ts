import { SearchTooWide, SearchUnavailable } from '../../ports/SearchIndex.ts';
import type { IndexFreshness } from './indexFreshness.ts';
import type { SearchQueries } from './searchQueries.ts';
import type { AtPosition } from './searchQuestion.ts';

export interface FallingBackParts {
  readonly preferred: SearchQueries;
  readonly other: SearchQueries;
  readonly freshness: IndexFreshness;
  readonly logger: { readonly warn: (data: object, message: string) => void };
}

export const fallingBack = ({ preferred, other, freshness, logger }: FallingBackParts): SearchQueries => {
  const knows = async ({ position, waitMs }: AtPosition): Promise<boolean> =>
    (await preferred.waitFor(position, waitMs)) >= position;

  const ask = async <Answer>(
    work: (search: SearchQueries) => Promise<Answer>,
    at: AtPosition | undefined,
  ): Promise<Answer> => {
    if (!(await freshness.isFresh())) return await work(other);
    try {
      if (at === undefined || (await knows(at))) return await work(preferred);
    } catch (error) {
      if (error instanceof SearchUnavailable) freshness.failed();
      else if (error instanceof SearchTooWide)
        logger.warn({ err: error }, 'a search is left to the other engine');
      else throw error;
    }
    return await work(other);
  };

  return {
    position: other.position,
    waitFor: other.waitFor,
    movies: (request, page) => ask((search) => search.movies(request, page), request.at),
    theaters: (request, page) => ask((search) => search.theaters(request, page), request.at),
    suggest: (q, nowMs, at) => ask((search) => search.suggest(q, nowMs), at),
  };
};
