/**
 * Stands before the index: no search waits longer than a bound, and an engine that does not answer is left alone until
 * it has said again how far it is. Only that question tries it, so nobody's search does.
 */
import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleType,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
} from 'cockatiel';
import { type CopiedSearchIndex, SearchUnavailable } from '../../ports/SearchIndex.ts';
import type { AdapterLogger } from '../AdapterLogger.ts';

/** For all requests that one search makes. */
const searchTimeoutMs = 1_000;
const failuresMax = 1;
const openMs = 500;

export const guardIndex = (index: CopiedSearchIndex, logger: AdapterLogger): CopiedSearchIndex => {
  const bound = timeout(searchTimeoutMs, TimeoutStrategy.Aggressive);
  const breaker = circuitBreaker(handleType(SearchUnavailable), {
    halfOpenAfter: openMs,
    breaker: new ConsecutiveBreaker(failuresMax),
  });
  let isAway = false;
  breaker.onBreak((reason) => {
    // Each try that fails breaks it again; that it is away is said once.
    if (isAway) return;
    isAway = true;
    const err = 'error' in reason ? reason.error : undefined;
    logger.warn({ err }, 'Elasticsearch is away: it is left alone');
  });
  breaker.onReset(() => {
    isAway = false;
    logger.info({}, 'Elasticsearch answers again');
  });

  const inTime = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await bound.execute(call);
    } catch (error) {
      if (!(error instanceof TaskCancelledError)) throw error;
      throw new SearchUnavailable(`Elasticsearch gave no answer within ${searchTimeoutMs} ms`, {
        cause: error,
      });
    }
  };
  const trying = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await breaker.execute(() => inTime(call));
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      throw new SearchUnavailable('Elasticsearch is away, and is left alone for a moment', { cause: error });
    }
  };
  const guarded = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    if (breaker.state === CircuitState.Closed) return await trying(call);
    throw new SearchUnavailable('Elasticsearch is away, and is left alone for a moment');
  };

  return {
    engine: index.engine,
    find: (question, page) => guarded(() => index.find(question, page)),
    showtimeCounts: (question, ids) => guarded(() => index.showtimeCounts(question, ids)),
    facets: (question) => guarded(() => index.facets(question)),
    suggest: (words, nowMs, limit) => guarded(() => index.suggest(words, nowMs, limit)),
    respell: (subject, words) => guarded(() => index.respell(subject, words)),
    position: () => trying(() => index.position()),
  };
};
