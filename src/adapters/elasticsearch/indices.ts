/** Text is folded and split before it comes here, so keywords suffice and every server compares alike. */
import { createHash } from 'node:crypto';
import type { estypes } from '@elastic/elasticsearch';
import type { SearchKind, SearchSource } from '../../ports/SearchIndex.ts';

export const documentKinds: readonly SearchKind[] = ['movies', 'theaters', 'showtimes'];

/** `state` says how far the others are, and which documents they refused. */
export type IndexKind = SearchKind | 'state';
export const indexKinds: readonly IndexKind[] = [...documentKinds, 'state'];

/** Raised with every change of mappings: the next start then builds a new index beside the old one. */
const mappingVersion = 2;

/** The most hits of one request, so how deep a page may lie in a list that is sorted by what its shows say. */
export const windowMax = 20_000;

const keyword = { type: 'keyword', ignore_above: 2_000 } as const;
/** Counted by: built when the index is refreshed, not at the first search. */
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

/** Refreshed by `commit` alone, so that all changes of a round are seen at once or not at all. */
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

/** What the names of one log's indices begin with: several logs share a server without touching each other. */
export const prefixOf = (logId: string): string =>
  `marquee-${createHash('sha256').update(logId).digest('hex').slice(0, logIdChars)}`;

const versionPattern = /-v(\d+)-/;

/** Under which a kind is searched. */
export const aliasOf = (prefix: string, kind: IndexKind, version = mappingVersion): string =>
  `${prefix}-v${version}-${kind}`;

/** Of this log, and of this mapping version or an older one: a newer program's indices are not ours to judge. */
export const isOurs = (index: string, prefix: string): boolean =>
  index.startsWith(`${prefix}-v`) && Number(versionPattern.exec(index)?.[1] ?? Infinity) <= mappingVersion;
