import { randomUUID } from 'node:crypto';
import type { Client, estypes } from '@elastic/elasticsearch';
import type { SearchSource } from '../../ports/SearchIndex.ts';
import { statusOf } from './connection.ts';
import { aliasOf, type IndexKind, indexKinds, isOf, isOurs, mappingsOf, settings } from './indices.ts';

export type Targets = Readonly<Record<IndexKind, string>>;

const perKind = (nameOf: (kind: IndexKind) => string): Targets => ({
  movies: nameOf('movies'),
  theaters: nameOf('theaters'),
  showtimes: nameOf('showtimes'),
  state: nameOf('state'),
});

export const publishedTargets = (prefix: string): Targets => perKind((kind) => aliasOf(prefix, kind));

const missing = 404;

const aliasesIn = async (client: Client, prefix: string): Promise<ReadonlyMap<string, readonly string[]>> => {
  const found = await client.indices.getAlias({ index: `${prefix}-*` });
  return new Map(Object.entries(found).map(([index, { aliases }]) => [index, Object.keys(aliases)]));
};

export const arePublished = async (
  client: Client,
  prefix: string,
  source: SearchSource,
): Promise<boolean> => {
  const aliases = Object.values(publishedTargets(prefix));
  try {
    const found = Object.values(await client.indices.getMapping({ index: aliases }));
    return found.length === aliases.length && found.every(({ mappings }) => isOf(mappings, source));
  } catch (error) {
    if (statusOf(error) === missing) return false;
    throw error;
  }
};

const beingFilled = 'being-filled';

const removeUnpublished = async (client: Client, prefix: string): Promise<void> => {
  const unpublished = [...(await aliasesIn(client, prefix))].flatMap(([index, aliases]) =>
    isOurs(index, prefix) && aliases.every((alias) => alias.endsWith(beingFilled)) ? [index] : [],
  );
  if (unpublished.length > 0) await client.indices.delete({ index: unpublished, ignore_unavailable: true });
};

/** Written through aliases: a write to the name of a deleted index would create it with dynamic mappings. */
export const makeIndices = async (client: Client, prefix: string, source: SearchSource): Promise<Targets> => {
  await removeUnpublished(client, prefix);
  const suffix = randomUUID().slice(0, 8);
  const targets = perKind((kind) => `${aliasOf(prefix, kind)}-${suffix}-${beingFilled}`);
  for (const kind of indexKinds) {
    await client.indices.create({
      index: `${aliasOf(prefix, kind)}-${suffix}`,
      aliases: { [targets[kind]]: {} },
      mappings: mappingsOf(kind, source),
      settings,
    });
  }
  return targets;
};

export const publish = async (client: Client, prefix: string, filled: Targets): Promise<void> => {
  const there = await aliasesIn(client, prefix);
  const actions: estypes.IndicesUpdateAliasesAction[] = [];
  const obsolete: string[] = [];
  for (const [index, aliases] of there) {
    const kind = indexKinds.find((each) => aliases.includes(filled[each]));
    if (kind !== undefined) {
      actions.push(
        { add: { index, alias: aliasOf(prefix, kind) } },
        { remove: { index, alias: filled[kind] } },
      );
    } else if (isOurs(index, prefix)) {
      obsolete.push(index);
      actions.push(...aliases.map((alias) => ({ remove: { index, alias } })));
    }
  }
  await client.indices.updateAliases({ actions });
  if (obsolete.length > 0) await client.indices.delete({ index: obsolete, ignore_unavailable: true });
};
