/** Movies, theaters, halls and layouts as HTTP shows and asks for them. */
import { z } from 'zod';
import { hallDetailsSchema, hallLimits } from '../../domain/hall/events.ts';
import { dateSchema, idSchema, instantSchema, seatIdSchema } from '../../domain/kernel/ids.ts';
import { movieDetailsSchema } from '../../domain/movie/events.ts';
import { focalPointSchema, seatingLimits, seatSchema, seatTypeSchema } from '../../domain/seating/seat.ts';
import { theaterDetailsSchema } from '../../domain/theater/events.ts';
import { searchSorts } from '../../ports/SearchIndex.ts';
import { nearQuery, pageOf, pageQuery } from '../http/schemas.ts';

export const movieBody = movieDetailsSchema;
export const theaterBody = theaterDetailsSchema;

export const movieListed = z.strictObject({
  id: idSchema,
  title: z.string(),
  genres: z.array(z.string()),
  runtimeMinutes: z.int(),
  rating: z.string().exactOptional(),
  releaseDate: dateSchema.exactOptional(),
  showtimeCount: z.int(),
  version: z.int(),
});

/** After an edit: what staff told, whole. How many showtimes there are is not part of it. */
export const movieEdited = z.strictObject({ id: idSchema, ...movieDetailsSchema.shape, version: z.int() });
export const movieCreated = movieEdited.extend({ showtimeCount: z.literal(0) });

export const theaterShown = z.strictObject({
  id: idSchema,
  ...theaterDetailsSchema.shape,
  distanceKm: z.number().exactOptional(),
  version: z.int(),
});

const textQuery = z.string().min(1).max(200);

const radiusKm = z
  .string()
  .regex(/^[0-9]{1,5}(\.[0-9]{1,3})?$/, 'kilometres')
  .transform(Number)
  .pipe(z.number().positive().max(20_040));

const around = { near: nearQuery.exactOptional(), radiusKm: radiusKm.exactOptional() };

/** A radius needs a centre. */
const centred = (
  query: { readonly near?: object; readonly radiusKm?: number },
  context: z.core.$RefinementCtx,
): void => {
  if (query.radiusKm === undefined || query.near !== undefined) return;
  context.addIssue({ code: 'custom', path: ['radiusKm'], message: 'only with near' });
};

const businessDate = dateSchema.exactOptional().describe("the theater's business date");
const city = textQuery.exactOptional();

const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true');

const searchFilters = {
  q: textQuery.exactOptional().describe('forgives slips and missing accents'),
  city,
  date: businessDate,
  from: instantSchema.exactOptional().describe('shows that start then or later'),
  until: instantSchema.exactOptional().describe('shows that start before'),
  genre: textQuery.exactOptional(),
  language: textQuery.exactOptional(),
  format: textQuery.exactOptional(),
  rating: textQuery.exactOptional(),
  ...around,
  bookable: yesOrNo.exactOptional().describe('only with a show on sale that meets all filters'),
  sort: z
    .enum(searchSorts)
    .exactOptional()
    .describe('price: by currency code, then by amount, since amounts of two currencies do not compare'),
  facets: yesOrNo.exactOptional().describe('adds counts over everything found'),
  ...pageQuery,
};

/** Sorting by distance needs a point to measure from, by relevance words. */
const sortable = (
  query: { readonly sort?: string; readonly near?: object; readonly q?: string },
  context: z.core.$RefinementCtx,
): void => {
  const lacks = { distance: query.near === undefined && 'near', relevance: query.q === undefined && 'q' };
  const lacking = query.sort === 'distance' || query.sort === 'relevance' ? lacks[query.sort] : false;
  if (lacking === false) return;
  context.addIssue({ code: 'custom', path: ['sort'], message: `${query.sort} only with ${lacking}` });
};

/** Without any filter all movies by title; with one, those with a bookable show, unless `bookable=false`. */
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

/** Without a date: on sale and not ended. */
const showtimeFilters = { date: businessDate, city, ...around, ...pageQuery };
export const showtimesQuery = z
  .strictObject({
    movieId: idSchema.exactOptional(),
    theaterId: idSchema.exactOptional(),
    ...showtimeFilters,
  })
  .superRefine(centred);
export const showtimesOfMovieQuery = z
  .strictObject({ theaterId: idSchema.exactOptional(), ...showtimeFilters })
  .superRefine(centred);
export const showtimesOfTheaterQuery = z.strictObject({ date: businessDate, ...pageQuery });

export const hallShown = z.strictObject({
  id: idSchema,
  theaterId: idSchema,
  name: z.string(),
  layoutVersion: z.int(),
  seatCount: z.int(),
});

/** Seat ids are made of row and number unless given, so rows keep to their alphabet. */
const rowIdSchema = z.string().regex(/^[A-Za-z0-9-]{1,4}$/, 'a row such as "A"');

const drawnSeat = z.strictObject({
  id: seatIdSchema.exactOptional().describe('default: row and number'),
  number: seatSchema.shape.number,
  x: seatSchema.shape.x.exactOptional(),
  y: seatSchema.shape.y.exactOptional(),
  type: seatTypeSchema.exactOptional(),
  zone: seatSchema.shape.zone,
  unitId: seatSchema.shape.unitId,
});

const drawing = {
  rows: z
    .array(
      z.strictObject({
        id: rowIdSchema,
        seats: z.array(drawnSeat).min(1).max(seatingLimits.seatsPerHallMax),
      }),
    )
    .min(1)
    .max(seatingLimits.rowsPerHallMax)
    .describe('from the screen backwards; x defaults to the number, y to the place of the row, from 1'),
  focalPoint: focalPointSchema.exactOptional(),
};
export const layoutBody = z.strictObject(drawing);
export const hallBody = z.strictObject({
  name: hallDetailsSchema.shape.name,
  loneSeatRule: hallDetailsSchema.shape.loneSeatRule.exactOptional(),
  cleaningMinutes: hallDetailsSchema.shape.cleaningMinutes.exactOptional(),
  ...drawing,
});
export type Drawing = z.output<typeof layoutBody>;

export const layoutParams = z.strictObject({
  id: idSchema,
  version: z
    .string()
    .regex(/^[1-9][0-9]{0,8}$/, 'a version from 1')
    .transform(Number)
    .pipe(z.int().max(hallLimits.layoutVersionsMax)),
});

export const layoutShown = z.strictObject({
  hallId: idSchema,
  version: z.int(),
  rows: z.array(
    z.strictObject({
      id: z.string(),
      seats: z.array(
        z.strictObject({
          id: seatIdSchema,
          number: z.int(),
          x: z.number(),
          y: z.number(),
          type: seatTypeSchema,
          zone: z.string().exactOptional(),
          unitId: z.string().exactOptional(),
        }),
      ),
    }),
  ),
  focalPoint: focalPointSchema,
  screen: z.strictObject({ x: z.number(), y: z.number(), width: z.number() }).describe('its centre'),
});
