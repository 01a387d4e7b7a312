import type { Client, estypes } from '@elastic/elasticsearch';
import {
  type FacetCount,
  facetValuesMax,
  type SearchFacets,
  type SearchQuestion,
} from '../../ports/SearchIndex.ts';
import { fieldsOf, ownQuery, showsQuery } from './queries.ts';

/** Above this many distinct ids per value the server estimates. */
const countedMax = 40_000;

const fields = {
  genre: 'genres',
  rating: 'rating',
  language: 'language',
  format: 'format',
  city: 'city',
  date: 'businessDate',
} as const satisfies Record<keyof SearchFacets, string>;
type Facet = keyof typeof fields;
const facets = Object.keys(fields) as readonly Facet[];

/** Facets of a movie or a theater without regard to shows. */
const ownFacets: Readonly<Record<SearchQuestion['subject'], readonly Facet[]>> = {
  movies: ['genre', 'rating'],
  theaters: ['city'],
};

const byValue = { _key: 'asc' } as const;

const countsOfDocuments = (facet: Facet): estypes.AggregationsAggregationContainer => ({
  terms: { field: fields[facet], size: facetValuesMax, order: [{ _count: 'desc' }, byValue] },
});

const countsOfIds = (facet: Facet, id: string): estypes.AggregationsAggregationContainer => ({
  terms: { field: fields[facet], size: facetValuesMax, order: [{ ids: 'desc' }, byValue] },
  aggs: { ids: { cardinality: { field: id, precision_threshold: countedMax } } },
});

interface Bucket {
  readonly key: string;
  readonly doc_count: number;
  readonly ids?: { readonly value: number };
}
type Counted = Partial<Record<Facet, { readonly buckets: readonly Bucket[] }>>;

const count = async (
  client: Client,
  index: string,
  query: estypes.QueryDslQueryContainer,
  aggs: Readonly<Record<string, estypes.AggregationsAggregationContainer>>,
): Promise<Counted> => {
  const answer = await client.search<unknown, Counted>({
    index,
    query,
    size: 0,
    track_total_hits: false,
    aggs,
  });
  return answer.aggregations ?? {};
};

const from = (
  names: readonly Facet[],
  aggregation: (facet: Facet) => estypes.AggregationsAggregationContainer,
): Readonly<Record<string, estypes.AggregationsAggregationContainer>> =>
  Object.fromEntries(names.map((name) => [name, aggregation(name)]));

export const countShows = async (
  client: Client,
  index: string,
  question: SearchQuestion,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  const { id } = fieldsOf[question.subject];
  // The ids already match the words.
  const query = showsQuery({ ...question, words: [] }, [{ terms: { [id]: [...ids] } }]);
  const answer = await client.search<unknown, { ids: { buckets: readonly Bucket[] } }>({
    index,
    query,
    size: 0,
    track_total_hits: false,
    aggs: { ids: { terms: { field: id, size: ids.length } } },
  });
  return new Map((answer.aggregations?.ids.buckets ?? []).map(({ key, doc_count }) => [key, doc_count]));
};

export const countFacets = async (
  client: Client,
  question: SearchQuestion,
  indices: { readonly own: string; readonly shows: string },
): Promise<SearchFacets> => {
  const { id } = fieldsOf[question.subject];
  // Everything bookable has shows, which are counted.
  const own = question.shows === 'required' ? [] : ownFacets[question.subject];
  const byShows = facets.filter((facet) => !own.includes(facet));
  const [told, shown] = await Promise.all([
    own.length === 0 ? {} : count(client, indices.own, ownQuery(question), from(own, countsOfDocuments)),
    count(
      client,
      indices.shows,
      showsQuery(question),
      from(byShows, (facet) => countsOfIds(facet, id)),
    ),
  ]);
  const counted: Counted = { ...shown, ...told };
  const of = (facet: Facet): readonly FacetCount[] =>
    (counted[facet]?.buckets ?? []).map(({ key, doc_count, ids }) => ({
      value: key,
      count: ids?.value ?? doc_count,
    }));
  return {
    genre: of('genre'),
    rating: of('rating'),
    language: of('language'),
    format: of('format'),
    city: of('city'),
    date: of('date'),
  };
};
