/**
 * Search that goes on without its engine: while that is away another answers, and says so by its name. It is tried
 * again after a moment, so it comes back by itself.
 */
import { SearchUnavailable } from '../../ports/SearchIndex.ts';
import type { SearchQueries } from './searchQueries.ts';

const tryAgainAfterMs = 2_000;

/** @param nowMs any clock that only goes forward, in milliseconds */
export const fallingBack = (
  preferred: SearchQueries,
  other: SearchQueries,
  nowMs: () => number = () => performance.now(),
): SearchQueries => {
  let awayUntilMs = Number.NEGATIVE_INFINITY;
  const ask = async <Answer>(work: (search: SearchQueries) => Promise<Answer>): Promise<Answer> => {
    if (nowMs() < awayUntilMs) return await work(other);
    try {
      return await work(preferred);
    } catch (error) {
      if (!(error instanceof SearchUnavailable)) throw error;
      awayUntilMs = nowMs() + tryAgainAfterMs;
      return await work(other);
    }
  };
  return {
    position: other.position,
    waitFor: other.waitFor,
    movies: (request, page) => ask((search) => search.movies(request, page)),
    theaters: (request, page) => ask((search) => search.theaters(request, page)),
    suggest: (q, atMs) => ask((search) => search.suggest(q, atMs)),
  };
};
