/**
 * Search on Elasticsearch: documents of movies and theaters are found by their words, their shows by an aggregation,
 * and the two are joined here, so that a showtime is one small document and never a part of a large one.
 */
import type { Client, estypes } from '@elastic/elasticsearch';
import {
  type FacetCount,
  facetValuesMax,
  type SearchHit,
  type SearchIndex,
  type SearchKey,
  type SearchQuestion,
} from '../../ports/SearchIndex.ts';
import { nearestWord } from '../alikeWords.ts';
import { asking, openClient } from './connection.ts';
import { aliasOf } from './indices.ts';
import { movieFilters, showFilters, theaterFilters, wordQueries, wordQuery } from './queries.ts';

type Query = estypes.QueryDslQueryContainer;

/** The most documents of one kind that take part in one answer; the server gives no more at once. */
const joinedMax = 10_000;
const showPagesMax = 20;
/** Beyond any time, distance or price: what has none sorts last. */
const nothing = 9_000_000_000_000_000;
const earthMetres = 6_371_008.8;
const respellEdits = 2;
const respellDocumentsMax = 50;

interface Document {
  readonly id: string;
  readonly sortTitle: string;
  readonly title?: string;
  readonly words?: readonly string[];
  readonly genres?: readonly string[];
  readonly rating?: string | null;
  readonly city?: string;
  readonly location?: { readonly lat: number; readonly lon: number };
}
interface Matched extends Document {
  readonly score: number;
}

/** Shows that are alike in all of this, taken together. */
interface Shows {
  readonly movieId: string;
  readonly theaterId: string;
  readonly language: string;
  readonly format: string;
  readonly businessDate: string;
  readonly firstMs: number;
  readonly priceMinor: number;
}
const showFields = ['movieId', 'theaterId', 'language', 'format', 'businessDate'] as const;

const metresBetween = (
  near: { readonly lat: number; readonly lng: number },
  to: { readonly lat: number; readonly lon: number },
): number => {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const lat = Math.sin(radians(to.lat - near.lat) / 2) ** 2;
  const lng = Math.sin(radians(to.lon - near.lng) / 2) ** 2;
  const cosines = Math.cos(radians(near.lat)) * Math.cos(radians(to.lat));
  return Math.round(2 * earthMetres * Math.asin(Math.min(1, Math.sqrt(lat + cosines * lng))));
};

const isAfter = (key: SearchKey, other: SearchKey): number => {
  for (const [at, part] of key.entries()) {
    const against = other[at];
    if (against === undefined || part === against) continue;
    return part < against ? -1 : 1;
  }
  return 0;
};

const topCounts = (pairs: Iterable<readonly [string | null | undefined, string]>): readonly FacetCount[] => {
  const ids = new Map<string, Set<string>>();
  for (const [value, id] of pairs) {
    if (value === null || value === undefined) continue;
    ids.set(value, (ids.get(value) ?? new Set()).add(id));
  }
  return [...ids]
    .map(([value, those]) => ({ value, count: those.size }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, facetValuesMax);
};

export interface ElasticsearchIndex extends SearchIndex {
  close(): Promise<void>;
}

export const openElasticsearchIndex = (options: {
  readonly url: string;
  readonly prefix: string;
}): ElasticsearchIndex => {
  const client: Client = openClient(options.url);
  const alias = (kind: 'movies' | 'theaters' | 'showtimes'): string => aliasOf(options.prefix, kind);

  const documents = async (
    kind: 'movies' | 'theaters',
    bool: { readonly must?: Query[]; readonly filter?: Query[] },
    size = joinedMax,
  ): Promise<readonly Matched[]> => {
    const { hits } = await client.search<Document>({ index: alias(kind), size, query: { bool } });
    return hits.hits.flatMap(({ _source, _score }) =>
      _source === undefined ? [] : [{ ..._source, score: Math.round(_score ?? 0) }],
    );
  };

  const byId = (found: readonly Document[]): ReadonlyMap<string, Document> =>
    new Map(found.map((each) => [each.id, each]));

  const showsOf = async (filter: Query[]): Promise<readonly Shows[]> => {
    const shows: Shows[] = [];
    let after: estypes.AggregationsCompositeAggregateKey | undefined;
    for (let page = 0; page < showPagesMax; page += 1) {
      const { aggregations } = await client.search<
        unknown,
        { alike: estypes.AggregationsCompositeAggregate }
      >({
        index: alias('showtimes'),
        size: 0,
        query: { bool: { filter } },
        aggs: {
          alike: {
            composite: {
              size: joinedMax,
              sources: showFields.map((field) => ({ [field]: { terms: { field } } })),
              ...(after === undefined ? {} : { after }),
            },
            aggs: {
              first: { min: { field: 'startsAt' } },
              price: { min: { field: 'priceMinor' } },
            },
          },
        },
      });
      const buckets = aggregations?.alike.buckets;
      for (const bucket of Array.isArray(buckets) ? buckets : []) {
        const first = bucket.first as estypes.AggregationsMinAggregate;
        const price = bucket.price as estypes.AggregationsMinAggregate;
        const key = bucket.key as unknown as Omit<Shows, 'firstMs' | 'priceMinor'>;
        shows.push({ ...key, firstMs: first.value ?? nothing, priceMinor: price.value ?? nothing });
      }
      after = aggregations?.alike.after_key;
      if (after === undefined) return shows;
    }
    return shows;
  };

  const showsById = async (filter: Query[], field: 'movieId' | 'theaterId') => {
    const shows = new Map<string, Shows[]>();
    for (const each of await showsOf(filter)) {
      const those = shows.get(each[field]);
      if (those === undefined) shows.set(each[field], [each]);
      else those.push(each);
    }
    return shows;
  };

  /** What meets the question's words and own filters, with its shows that meet all show filters. */
  const join = async (question: SearchQuestion) => {
    const { subject, bookable } = question;
    const sides = [
      { kind: 'movies', field: 'movieId', filters: movieFilters(question) },
      { kind: 'theaters', field: 'theaterId', filters: theaterFilters(question) },
    ] as const;
    const [own, others] = subject === 'movies' ? sides : [sides[1], sides[0]];
    const must = wordQueries(question);
    const [matched, other] = await Promise.all([
      documents(own.kind, { must, filter: own.filters }),
      documents(others.kind, { filter: others.filters }),
    ]);
    const among = (field: string, found: readonly Document[]): Query => ({
      terms: { [field]: found.map(({ id }) => id) },
    });
    const filter = showFilters(question);
    if (must.length + own.filters.length > 0) filter.push(among(own.field, matched));
    if (others.filters.length > 0) filter.push(among(others.field, other));
    const shows = await showsById(filter, own.field);
    const found = bookable ? matched.filter(({ id }) => shows.has(id)) : matched;
    return { found, shows, other: byId(other) };
  };

  const hitOf = (
    question: SearchQuestion,
    document: Matched,
    shows: readonly Shows[],
    theaters: ReadonlyMap<string, Document>,
  ): SearchHit => {
    const { near, sort } = question;
    const places =
      question.subject === 'theaters'
        ? [document.location]
        : shows.map(({ theaterId }) => theaters.get(theaterId)?.location);
    const least = (numbers: readonly number[]): number =>
      numbers.reduce((less, each) => Math.min(less, each), nothing);
    const metres =
      near === undefined
        ? nothing
        : least(places.map((place) => (place === undefined ? nothing : metresBetween(near, place))));
    const sorted = {
      relevance: () => (document.score === 0 ? 0 : -document.score),
      time: () => least(shows.map(({ firstMs }) => firstMs)),
      price: () => least(shows.map(({ priceMinor }) => priceMinor)),
      distance: () => metres,
      title: () => 0,
    };
    return {
      id: document.id,
      key: [sorted[sort](), document.sortTitle, document.id],
      ...(metres === nothing ? {} : { distanceKm: metres / 1_000 }),
    };
  };

  return {
    engine: 'elasticsearch',

    find: (question, { limit, after }) =>
      asking(async () => {
        const { found, shows, other } = await join(question);
        return found
          .map((document) => hitOf(question, document, shows.get(document.id) ?? [], other))
          .filter(({ key }) => after === undefined || isAfter(key, after) > 0)
          .sort((a, b) => isAfter(a.key, b.key))
          .slice(0, limit);
      }),

    facets: (question) =>
      asking(async () => {
        const { found, shows, other } = await join(question);
        const shown = found.flatMap(({ id }) => (shows.get(id) ?? []).map((each) => ({ id, ...each })));
        const own = byId(found);
        const movies = question.subject === 'movies';
        const [films, places] = movies ? [own, other] : [other, own];
        const genres = movies
          ? found.flatMap(({ id, genres: those = [] }) => those.map((genre) => [genre, id] as const))
          : shown.flatMap(({ id, movieId }) =>
              (films.get(movieId)?.genres ?? []).map((genre) => [genre, id] as const),
            );
        return {
          genre: topCounts(genres),
          rating: topCounts(
            movies
              ? found.map(({ id, rating }) => [rating, id] as const)
              : shown.map(({ id, movieId }) => [films.get(movieId)?.rating, id] as const),
          ),
          language: topCounts(shown.map(({ id, language }) => [language, id] as const)),
          format: topCounts(shown.map(({ id, format }) => [format, id] as const)),
          city: topCounts(
            movies
              ? shown.map(({ id, theaterId }) => [places.get(theaterId)?.city, id] as const)
              : found.map(({ id, city }) => [city, id] as const),
          ),
          date: topCounts(shown.map(({ id, businessDate }) => [businessDate, id] as const)),
        };
      }),

    suggest: (words, nowMs, limit) =>
      asking(async () => {
        const must = words.map((word) => wordQuery('titleWords', word, 0));
        const found = await documents('movies', { must });
        const onSale: Query[] = [
          { term: { onSale: true } },
          { range: { bookableUntil: { gt: new Date(nowMs).toISOString() } } },
          { terms: { movieId: found.map(({ id }) => id) } },
        ];
        const bookable = new Set((await showsOf(onSale)).map(({ movieId }) => movieId));
        const rank = ({ id, sortTitle }: Document): SearchKey => [bookable.has(id) ? 0 : 1, sortTitle, id];
        return [...found]
          .sort((a, b) => isAfter(rank(a), rank(b)))
          .slice(0, limit)
          .map(({ id, title = '' }) => ({ id, title }));
      }),

    respell: (subject, words) =>
      asking(() =>
        Promise.all(
          words.map(async (word) => {
            const [known] = await documents(subject, { must: [wordQuery('words', word, 0)] }, 1);
            if (known !== undefined) return word;
            const must = [wordQuery('words', word, respellEdits)];
            const alike = await documents(subject, { must }, respellDocumentsMax);
            return nearestWord(word, alike.flatMap(({ words: those = [] }) => those).toSorted());
          }),
        ),
      ),

    close: () => client.close(),
  };
};
