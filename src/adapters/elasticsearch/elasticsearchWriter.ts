/** The change number is the external version, so any order of writes ends in the newest. A delete would forget it. */
import type { Client } from '@elastic/elasticsearch';
import {
  refusedDocumentsMax,
  type SearchIndexWriter,
  type SearchKind,
  type SearchSource,
  SearchUnavailable,
} from '../../ports/SearchIndex.ts';
import { bulkWrite } from './bulkWrite.ts';
import { asking, openClient } from './connection.ts';
import { readProgress, readRefused, refusedKey, writeProgress, writeRefused } from './indexState.ts';
import { documentKinds, prefixOf } from './indices.ts';
import { arePublished, makeIndices, publish, publishedTargets, type Targets } from './publishedIndices.ts';

export interface ElasticsearchWriterOptions {
  readonly url: string;
  readonly logId: string;
}

export const openElasticsearchWriter = ({ url, logId }: ElasticsearchWriterOptions): SearchIndexWriter => {
  const client: Client = openClient(url, 'writing');
  const prefix = prefixOf(logId);
  let targets: Targets = publishedTargets(prefix);
  let source: SearchSource | undefined;
  let isBuilding = false;
  let committed = 0;
  let refused = new Set<string>();
  /** An earlier copier may have written without committing, so all kinds at first. */
  let uncommitted = new Set<SearchKind>(documentKinds);

  return {
    prepare: (from, believed) =>
      asking(async () => {
        source = from;
        uncommitted = new Set(documentKinds);
        targets = publishedTargets(prefix);
        if (believed !== 'nothing' && (await arePublished(client, prefix, source))) {
          const progress = await readProgress(client, targets.state);
          if (progress !== undefined && progress.change <= believed) {
            isBuilding = false;
            committed = progress.change;
            refused = new Set(await readRefused(client, targets.state));
            return progress;
          }
        }
        isBuilding = true;
        committed = 0;
        refused = new Set();
        targets = await makeIndices(client, prefix, source);
        return undefined;
      }),

    write: (kind, documents) =>
      asking(async () => {
        uncommitted.add(kind);
        const poisoned = await bulkWrite(client, targets[kind], documents);
        const ids = new Set(poisoned.map(({ id }) => id));
        const stored = documents.flatMap(({ id }) =>
          !ids.has(id) && refused.has(refusedKey(kind, id)) ? [id] : [],
        );
        for (const id of ids) refused.add(refusedKey(kind, id));
        for (const id of stored) refused.delete(refusedKey(kind, id));
        if (refused.size > refusedDocumentsMax) {
          throw new SearchUnavailable(
            `Elasticsearch refuses more than ${refusedDocumentsMax} documents, the last: ${poisoned.at(-1)?.reason}`,
          );
        }
        await writeRefused(client, targets.state, kind, { refused: poisoned, stored });
        return poisoned;
      }),

    commit: (progress) =>
      asking(async () => {
        const written = [...uncommitted].map((kind) => targets[kind]);
        if (written.length > 0) await client.indices.refresh({ index: written });
        uncommitted = new Set();
        const there = isBuilding ? undefined : await readProgress(client, targets.state);
        if (!isBuilding && (there === undefined || there.change < committed)) {
          // A rebuild that began before the last commit here published this index: it lacks changes.
          throw new SearchUnavailable('the index was exchanged for one that knows less');
        }
        await writeProgress(client, targets.state, progress);
        committed = progress.change;
        if (!isBuilding) return;
        await publish(client, prefix, targets);
        targets = publishedTargets(prefix);
        isBuilding = false;
      }),

    isThere: () =>
      asking(
        async () => isBuilding || (source !== undefined && (await arePublished(client, prefix, source))),
      ),

    counts: () =>
      asking(async () => {
        const counted = { movies: 0, theaters: 0, showtimes: 0 };
        for (const kind of documentKinds) {
          const start = refusedKey(kind, '');
          const values = [...refused].flatMap((key) =>
            key.startsWith(start) ? [key.slice(start.length)] : [],
          );
          // An older version of a refused document may be stored.
          const query = { bool: { must_not: [{ ids: { values } }] } };
          counted[kind] = (await client.count({ index: targets[kind], query })).count + values.length;
        }
        return counted;
      }),

    refused: () => refused.size,

    close: () => client.close(),
  };
};
