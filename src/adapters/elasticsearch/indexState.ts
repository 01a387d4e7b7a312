import type { Client } from '@elastic/elasticsearch';
import {
  type RefusedDocument,
  refusedDocumentsMax,
  type SearchKind,
  type SearchProgress,
} from '../../ports/SearchIndex.ts';
import { statusOf } from './connection.ts';

const progressId = 'progress';
const refusedId = (kind: SearchKind, id: string): string => `refused ${kind} ${id}`;
const missing = 404;

export const readProgress = async (client: Client, index: string): Promise<SearchProgress | undefined> => {
  try {
    return (await client.get<SearchProgress>({ index, id: progressId }))._source;
  } catch (error) {
    if (statusOf(error) === missing) return undefined;
    throw error;
  }
};

/** Versioned: a copier that lost its leadership may still write. */
export const writeProgress = async (
  client: Client,
  index: string,
  progress: SearchProgress,
): Promise<void> => {
  const { change, position } = progress;
  try {
    await client.index({
      index,
      id: progressId,
      require_alias: true,
      version_type: 'external_gte',
      version: change,
      document: { change, position },
    });
  } catch (error) {
    const conflict = 409;
    if (statusOf(error) !== conflict) throw error;
  }
};

export const readRefused = async (client: Client, index: string): Promise<ReadonlySet<string>> => {
  const { hits } = await client.search({
    index,
    query: { exists: { field: 'kind' } },
    size: refusedDocumentsMax,
    _source: false,
  });
  return new Set(hits.hits.map(({ _id }) => String(_id)));
};

export const refusedKey = refusedId;

export const writeRefused = async (
  client: Client,
  index: string,
  kind: SearchKind,
  { refused, stored }: { readonly refused: readonly RefusedDocument[]; readonly stored: readonly string[] },
): Promise<void> => {
  const operations = [
    ...refused.flatMap(({ id, reason }) => [
      { index: { _index: index, require_alias: true, _id: refusedId(kind, id) } },
      { kind, document: id, reason },
    ]),
    ...stored.map((id) => ({ delete: { _index: index, require_alias: true, _id: refusedId(kind, id) } })),
  ];
  if (operations.length > 0) await client.bulk({ operations, refresh: true });
};
