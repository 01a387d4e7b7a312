import { z } from 'zod';
import { idSchema } from '../../domain/kernel/ids.ts';
import { searchSorts } from '../../ports/SearchIndex.ts';
import { around, businessDate, centred, city, textQuery } from '../http/browseFilters.ts';
import { instantQuery, pageOf, pageQuery } from '../http/schemas.ts';

const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true');

const searchFilters = {
  q: textQuery.exactOptional().describe('forgives slips and missing accents'),
  city,
  date: businessDate,
  from: instantQuery.exactOptional().describe('shows that start then or later'),
  until: instantQuery.exactOptional().describe('shows that start before'),
  genre: textQuery.exactOptional(),
  language: textQuery.exactOptional(),
  format: textQuery.exactOptional(),
  rating: textQuery.exactOptional(),
  ...around,
  bookable: yesOrNo
    .exactOptional()
    .describe('true: only with a show on sale that meets all filters; false: in any case'),
  sort: z
    .enum(searchSorts)
    .exactOptional()
    .describe('price: by currency code, then by amount, since amounts of two currencies do not compare'),
  facets: yesOrNo.exactOptional().describe('adds counts over everything found'),
  ...pageQuery,
};

const sortable = (
  query: { readonly sort?: string; readonly near?: object; readonly q?: string },
  context: z.core.$RefinementCtx,
): void => {
  const lacks = { distance: query.near === undefined && 'near', relevance: query.q === undefined && 'q' };
  const lacking = query.sort === 'distance' || query.sort === 'relevance' ? lacks[query.sort] : false;
  if (lacking === false) return;
  context.addIssue({ code: 'custom', path: ['sort'], message: `${query.sort} only with ${lacking}` });
};

/**
 * Without any filter all movies by title. With `q` all that match, those with a fitting show first; with other filters
 * only those with a fitting show; `bookable` says otherwise.
 */
export const moviesQuery = z.strictObject(searchFilters).superRefine(centred).superRefine(sortable);
export const theatersQuery = z.strictObject(searchFilters).superRefine(centred).superRefine(sortable);
export const suggestQuery = z.strictObject({ q: textQuery });
export const suggested = z.strictObject({
  items: z.array(z.strictObject({ id: idSchema, title: z.string() })).max(10),
});

const counts = z.array(z.strictObject({ value: z.string(), count: z.int() }));
const facetsShown = z.strictObject({
  genre: counts,
  rating: counts,
  language: counts,
  format: counts,
  city: counts,
  date: counts,
});
export const foundOf = <Item extends z.ZodType>(item: Item) =>
  pageOf(item).extend({
    facets: facetsShown.exactOptional(),
    didYouMean: z.string().exactOptional(),
  });
