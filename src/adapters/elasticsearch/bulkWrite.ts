import { setTimeout as pause } from 'node:timers/promises';
import type { Client, estypes } from '@elastic/elasticsearch';
import { type RefusedDocument, type SearchDocument, SearchUnavailable } from '../../ports/SearchIndex.ts';
import { statusOf } from './connection.ts';

const bulkDocumentsMax = 1_000;
const triesMax = 6;
const pauseFirstMs = 50;
const reasonCharsMax = 500;

const conflict = 409;
const later = new Set([429, 502, 503]);
const refused = 400;

type Item = estypes.BulkResponseItem;

const sendOnce = async (
  client: Client,
  alias: string,
  documents: readonly SearchDocument[],
): Promise<readonly Item[] | 'later'> => {
  const operations = documents.flatMap(({ id, version, fields }) => [
    { index: { _index: alias, require_alias: true, _id: id, version_type: 'external', version } } as const,
    fields,
  ]);
  try {
    const { items } = await client.bulk({ operations });
    return items.flatMap(({ index }) => (index === undefined ? [] : [index]));
  } catch (error) {
    if (later.has(statusOf(error) ?? 0)) return 'later';
    throw error;
  }
};

const reasonOf = ({ error }: Item): string =>
  [error?.type, error?.reason, error?.caused_by?.reason].filter(Boolean).join(': ').slice(0, reasonCharsMax);

const sortOut = (documents: readonly SearchDocument[], items: readonly Item[]) => {
  const poisoned: RefusedDocument[] = [];
  const again: SearchDocument[] = [];
  for (const [at, item] of items.entries()) {
    const document = documents[at];
    if (document === undefined || item.status < refused || item.status === conflict) continue;
    if (item.status === refused) poisoned.push({ id: document.id, reason: reasonOf(item) });
    else if (later.has(item.status)) again.push(document);
    else throw new SearchUnavailable(`Elasticsearch: ${item.status} ${reasonOf(item)}`);
  }
  return { poisoned, again };
};

const writeSome = async (
  client: Client,
  alias: string,
  documents: readonly SearchDocument[],
): Promise<readonly RefusedDocument[]> => {
  const poisoned: RefusedDocument[] = [];
  let left = documents;
  for (let tried = 0; tried < triesMax; tried += 1) {
    if (tried > 0) await pause(pauseFirstMs * 2 ** (tried - 1));
    const items = await sendOnce(client, alias, left);
    if (items === 'later') continue;
    const sorted = sortOut(left, items);
    poisoned.push(...sorted.poisoned);
    if (sorted.again.length === 0) return poisoned;
    left = sorted.again;
  }
  throw new SearchUnavailable(`Elasticsearch took ${left.length} documents in none of ${triesMax} tries`);
};

/** Returns those that can never be stored. Throws SearchUnavailable and the client's errors. */
export const bulkWrite = async (
  client: Client,
  alias: string,
  documents: readonly SearchDocument[],
): Promise<readonly RefusedDocument[]> => {
  const poisoned: RefusedDocument[] = [];
  for (let at = 0; at < documents.length; at += bulkDocumentsMax) {
    poisoned.push(...(await writeSome(client, alias, documents.slice(at, at + bulkDocumentsMax))));
  }
  return poisoned;
};
