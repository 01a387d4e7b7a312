/** Text is folded and split before it is indexed, so keywords suffice and all servers compare alike. */
import { createHash } from 'node:crypto';
import type { estypes } from '@elastic/elasticsearch';
import type { SearchKind, SearchSource } from '../../ports/SearchIndex.ts';

export const documentKinds: readonly SearchKind[] = ['movies', 'theaters', 'showtimes'];

export type IndexKind = SearchKind | 'state';
export const indexKinds: readonly IndexKind[] = [...documentKinds, 'state'];

/** Incremented with every change of mappings: the next start then builds a new index. */
const mappingVersion = 2;

/** Hits per request, which limits how deep a page of shows can be. */
export const windowMax = 20_000;

const keyword = { type: 'keyword', ignore_above: 2_000 } as const;
/** Global ordinals are built at refresh instead of at the first search. */
const countedBy = { ...keyword, eager_global_ordinals: true } as const;
const shownOnly = { type: 'keyword', index: false, doc_values: false } as const;
const date = { type: 'date', format: 'strict_date_time' } as const;
const double = { type: 'double', index: false } as const;

type Properties = Record<string, estypes.MappingProperty>;

const ofMovies: Properties = {
  title: shownOnly,
  titleWords: keyword,
  genres: keyword,
  genresFolded: keyword,
  rating: keyword,
  ratingFolded: keyword,
};
const ofTheaters: Properties = {
  city: keyword,
  cityFolded: keyword,
  location: { type: 'geo_point' },
  lat: double,
  lng: double,
};
const own: Properties = { id: keyword, sortTitle: keyword, words: keyword };

const properties: Readonly<Record<IndexKind, Properties>> = {
  movies: { ...own, ...ofMovies },
  theaters: { ...own, ...ofTheaters },
  showtimes: {
    id: keyword,
    startsAt: date,
    bookableUntil: date,
    businessDate: keyword,
    format: keyword,
    formatFolded: keyword,
    language: keyword,
    languageFolded: keyword,
    priceRank: { type: 'long' },
    onSale: { type: 'boolean' },
    movieId: countedBy,
    movieSortTitle: keyword,
    movieWords: keyword,
    ...ofMovies,
    theaterId: countedBy,
    theaterSortTitle: keyword,
    theaterWords: keyword,
    ...ofTheaters,
  },
  state: {
    change: { type: 'long' },
    position: keyword,
    kind: keyword,
    document: keyword,
    reason: shownOnly,
  },
};

/** Refreshed by `commit` only, so that the changes of a round become visible together. */
export const settings: estypes.IndicesIndexSettings = {
  number_of_shards: 1,
  auto_expand_replicas: '0-1',
  refresh_interval: -1,
  max_result_window: windowMax,
};

export const mappingsOf = (kind: IndexKind, source: SearchSource): estypes.MappingTypeMapping => ({
  dynamic: 'strict',
  _meta: { logId: source.logId, build: source.build, mappingVersion },
  properties: properties[kind],
});

export const isOf = (mappings: estypes.MappingTypeMapping | undefined, source: SearchSource): boolean =>
  mappings?._meta?.logId === source.logId &&
  mappings._meta.build === source.build &&
  mappings._meta.mappingVersion === mappingVersion;

const logIdChars = 16;

export const prefixOf = (logId: string): string =>
  `marquee-${createHash('sha256').update(logId).digest('hex').slice(0, logIdChars)}`;

const versionPattern = /-v(\d+)-/;

export const aliasOf = (prefix: string, kind: IndexKind, version = mappingVersion): string =>
  `${prefix}-v${version}-${kind}`;

/** Indices of a newer mapping version belong to a newer program and are left alone. */
export const isOurs = (index: string, prefix: string): boolean =>
  index.startsWith(`${prefix}-v`) && Number(versionPattern.exec(index)?.[1] ?? Infinity) <= mappingVersion;
