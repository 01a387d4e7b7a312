import { Client, errors } from '@elastic/elasticsearch';
import { SearchUnavailable } from '../../ports/SearchIndex.ts';

/** A search that takes longer is better answered by another engine; a bulk of a thousand documents may take a while. */
const timeoutsMs = { searching: 1_000, writing: 10_000 } as const;

/** Without the client's retries: a search has another engine, and the copier repeats its round. */
export const openClient = (url: string, purpose: keyof typeof timeoutsMs): Client =>
  new Client({ node: url, requestTimeout: timeoutsMs[purpose], maxRetries: 0 });

export const statusOf = (error: unknown): number | undefined =>
  error instanceof errors.ResponseError ? error.statusCode : undefined;

const refused = 400;

/** A refusal of what was asked is our bug; all else, a missing index included, is an engine that is not there. */
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
