import { type CopiedSearchIndex, SearchUnavailable } from '../../ports/SearchIndex.ts';
import type { AdapterLogger } from '../AdapterLogger.ts';
import { guard } from '../guard.ts';

export interface GuardedIndexLimits {
  /** For all requests of one search. */
  readonly withinMs: number;
  readonly openMs: number;
}

const defaults: GuardedIndexLimits = { withinMs: 1_000, openMs: 500 };
const failuresMax = 1;

/** Only `position` probes an engine that is unavailable, so searches do not wait for it. */
export const guardIndex = (
  index: CopiedSearchIndex,
  logger: AdapterLogger,
  { withinMs, openMs }: GuardedIndexLimits = defaults,
): CopiedSearchIndex => {
  const { run } = guard({
    ...{ withinMs, failuresMax, openMs },
    isOutage: (error) => error instanceof SearchUnavailable,
    unanswered: (cause) =>
      new SearchUnavailable(`Elasticsearch gave no answer within ${withinMs} ms`, { cause }),
    leftAlone: (cause) =>
      new SearchUnavailable('Elasticsearch is away, and is left alone for a moment', { cause }),
    onAway: (err) => logger.warn({ err }, 'Elasticsearch is away: it is left alone'),
    onBack: () => logger.info({}, 'Elasticsearch answers again'),
  });
  return {
    engine: index.engine,
    find: (question, page) => run(() => index.find(question, page), 'closed'),
    facets: (question) => run(() => index.facets(question), 'closed'),
    showtimeCounts: (question, movieIds) => run(() => index.showtimeCounts(question, movieIds), 'closed'),
    suggest: (words, nowMs, limit) => run(() => index.suggest(words, nowMs, limit), 'closed'),
    respell: (subject, words) => run(() => index.respell(subject, words), 'closed'),
    position: () => run(() => index.position()),
  };
};
