/**
 * Copies documents into Elasticsearch: always whole, with the position as external version, so that any order and any
 * repetition ends in the newest. Nothing is ever deleted, because a delete forgets its version.
 */
import { randomUUID } from 'node:crypto';
import type { Client, estypes } from '@elastic/elasticsearch';
import {
  type SearchDocument,
  type SearchIndexWriter,
  type SearchKind,
  SearchUnavailable,
} from '../../ports/SearchIndex.ts';
import { asking, openClient } from './connection.ts';
import { aliasOf, isCurrent, kinds, mappingsOf } from './indices.ts';

/** One bulk; documents are about a kilobyte. */
const bulkDocumentsMax = 1_000;
const conflict = 409;
const poison = 400;

/** Versions are 64 bit: text all the way, because numbers above 2^53 would be rounded. */
const versionOf = (position: string): string => BigInt(position).toString();

interface WriterOptions {
  readonly url: string;
  /** What all names begin with. */
  readonly prefix: string;
}

export const openElasticsearchWriter = ({ url, prefix }: WriterOptions): SearchIndexWriter => {
  const client: Client = openClient(url);
  /** The indices being built, by kind; empty once they are published. */
  let building = new Map<SearchKind, string>();

  const isPublished = async (kind: SearchKind, logId: string): Promise<boolean> => {
    const alias = aliasOf(prefix, kind);
    if (!(await client.indices.existsAlias({ name: alias }))) return false;
    const [index] = Object.values(await client.indices.getMapping({ index: alias }));
    return isCurrent(index?.mappings, logId);
  };

  const writeSome = async (
    kind: SearchKind,
    documents: readonly SearchDocument[],
  ): Promise<readonly string[]> => {
    const built = building.get(kind);
    const target =
      built === undefined ? { _index: aliasOf(prefix, kind), require_alias: true } : { _index: built };
    const operations = documents.flatMap(({ id, position, fields }) => [
      // The client's types know versions as numbers only; the server and its serializer take text.
      {
        index: {
          ...target,
          _id: id,
          version_type: 'external',
          version: versionOf(position) as unknown as number,
        },
      } as const,
      fields,
    ]);
    const { items } = await client.bulk({ operations });
    const poisoned: string[] = [];
    for (const { index: item } of items) {
      if (item === undefined || item.status < poison || item.status === conflict) continue;
      if (item.status !== poison) {
        throw new SearchUnavailable(`Elasticsearch: ${item.status} ${item.error?.reason ?? ''}`);
      }
      poisoned.push(String(item._id));
    }
    return poisoned;
  };

  return {
    prepare: (logId, anew) =>
      asking(async () => {
        building = new Map();
        const published = await Promise.all(kinds.map((kind) => isPublished(kind, logId)));
        if (anew === undefined && published.every(Boolean)) return 'published';
        const suffix = randomUUID().slice(0, 8);
        for (const kind of kinds) {
          const index = `${aliasOf(prefix, kind)}-${suffix}`;
          await client.indices.create({
            index,
            mappings: mappingsOf(kind, logId),
            settings: { number_of_shards: 1, auto_expand_replicas: '0-1' },
          });
          building.set(kind, index);
        }
        return 'building';
      }),

    write: (kind, documents) =>
      asking(async () => {
        const poisoned: string[] = [];
        for (let at = 0; at < documents.length; at += bulkDocumentsMax) {
          poisoned.push(...(await writeSome(kind, documents.slice(at, at + bulkDocumentsMax))));
        }
        return poisoned;
      }),

    publish: () =>
      asking(async () => {
        if (building.size === 0) return;
        await client.indices.refresh({ index: [...building.values()] });
        const actions: estypes.IndicesUpdateAliasesAction[] = [];
        const replaced: string[] = [];
        for (const [kind, index] of building) {
          const alias = aliasOf(prefix, kind);
          const there = (await client.indices.existsAlias({ name: alias }))
            ? Object.keys(await client.indices.getAlias({ name: alias }))
            : [];
          replaced.push(...there);
          actions.push(...there.map((old) => ({ remove: { index: old, alias } })), { add: { index, alias } });
        }
        await client.indices.updateAliases({ actions });
        building = new Map();
        if (replaced.length > 0) await client.indices.delete({ index: replaced, ignore_unavailable: true });
      }),

    close: () => client.close(),
  };
};
