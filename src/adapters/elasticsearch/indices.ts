/**
 * The indices of search and their strict mappings. All text is folded and taken apart before it comes here, so
 * keywords suffice and every server compares alike, whatever analysis it has.
 */
import type { estypes } from '@elastic/elasticsearch';
import type { SearchKind } from '../../ports/SearchIndex.ts';

export const kinds: readonly SearchKind[] = ['movies', 'theaters', 'showtimes'];

/** Raised with every change of mappings: the next start then builds anew beside the old index. */
const mappingVersion = 1;

const keyword = { type: 'keyword', ignore_above: 2_000 } as const;
const date = { type: 'date', format: 'strict_date_time' } as const;

const properties: Readonly<Record<SearchKind, Record<string, estypes.MappingProperty>>> = {
  movies: {
    id: keyword,
    title: { type: 'keyword', index: false },
    sortTitle: keyword,
    words: keyword,
    titleWords: keyword,
    genres: keyword,
    genresFolded: keyword,
    rating: keyword,
    ratingFolded: keyword,
  },
  theaters: {
    id: keyword,
    sortTitle: keyword,
    words: keyword,
    city: keyword,
    cityFolded: keyword,
    location: { type: 'geo_point' },
  },
  showtimes: {
    id: keyword,
    movieId: keyword,
    theaterId: keyword,
    startsAt: date,
    bookableUntil: date,
    businessDate: keyword,
    format: keyword,
    formatFolded: keyword,
    language: keyword,
    languageFolded: keyword,
    priceMinor: { type: 'long' },
    onSale: { type: 'boolean' },
  },
};

export const mappingsOf = (kind: SearchKind, logId: string): estypes.MappingTypeMapping => ({
  dynamic: 'strict',
  _meta: { logId, mappingVersion },
  properties: properties[kind],
});

export const isCurrent = (mappings: estypes.MappingTypeMapping | undefined, logId: string): boolean =>
  mappings?._meta?.logId === logId && mappings._meta.mappingVersion === mappingVersion;

export const aliasOf = (prefix: string, kind: SearchKind): string => `${prefix}-${kind}`;
