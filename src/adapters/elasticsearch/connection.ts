/** The client of Elasticsearch, with its failures turned into the port's. What is asked must not enter. */
import { Client, errors } from '@elastic/elasticsearch';
import { SearchUnavailable } from '../../ports/SearchIndex.ts';

const requestTimeoutMs = 3_000;
const retriesMax = 1;

export const openClient = (url: string): Client =>
  new Client({ node: url, requestTimeout: requestTimeoutMs, maxRetries: retriesMax });

/** A refusal of what was asked is our bug; all else, a missing index included, is an engine that is not there. */
export const asking = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof errors.ResponseError && error.statusCode === 400) throw error;
    if (error instanceof errors.ElasticsearchClientError) {
      throw new SearchUnavailable(`Elasticsearch: ${error.message}`, { cause: error });
    }
    throw error;
  }
};
