import { Client, errors } from '@elastic/elasticsearch';
import { SearchUnavailable } from '../../ports/SearchIndex.ts';

/** A slow search is repeated on Postgres; a bulk of a thousand documents may take long. */
const timeoutsMs = { searching: 1_000, writing: 10_000 } as const;

/** No retries: a search has another engine, and the copier repeats its round. */
export const openClient = (url: string, purpose: keyof typeof timeoutsMs): Client =>
  new Client({ node: url, requestTimeout: timeoutsMs[purpose], maxRetries: 0 });

export const statusOf = (error: unknown): number | undefined =>
  error instanceof errors.ResponseError ? error.statusCode : undefined;

const refused = 400;

/** A refused request is a bug; any other error, a missing index included, means that the engine is unavailable. */
export const asking = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await work();
  } catch (error) {
    if (statusOf(error) === refused) throw error;
    if (error instanceof errors.ElasticsearchClientError) {
      throw new SearchUnavailable(`Elasticsearch: ${error.message}`, { cause: error });
    }
    throw error;
  }
};
