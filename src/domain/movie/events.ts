import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/eventDefinition.ts';
import { dateSchema, idSchema } from '../kernel/ids.ts';
import { rentalTermsSchema } from './rentalTerms.ts';

const movieLimits = {
  titleCharsMax: 300,
  runtimeMinutesMax: 1_000,
  genresMax: 12,
  genreCharsMax: 40,
  ratingCharsMax: 16,
  synopsisCharsMax: 4_000,
  castMax: 50,
  personCharsMax: 120,
  urlCharsMax: 2_000,
} as const;

const title = z.string().min(1).max(movieLimits.titleCharsMax);
const person = z.string().min(1).max(movieLimits.personCharsMax);

/** Media are kept elsewhere; the catalog has their addresses. */
const mediaUrl = z.url({ protocol: /^https?$/ }).max(movieLimits.urlCharsMax);

/** What staff tell about a movie. */
export const movieDetailsSchema = z.strictObject({
  title,
  originalTitle: title.exactOptional(),
  runtimeMinutes: z.int().min(1).max(movieLimits.runtimeMinutesMax),
  genres: z.array(z.string().min(1).max(movieLimits.genreCharsMax)).max(movieLimits.genresMax),
  rating: z.string().min(1).max(movieLimits.ratingCharsMax).exactOptional(),
  releaseDate: dateSchema.exactOptional(),
  synopsis: z.string().max(movieLimits.synopsisCharsMax).exactOptional(),
  directors: z.array(person).max(movieLimits.castMax).exactOptional(),
  cast: z.array(person).max(movieLimits.castMax).exactOptional(),
  posterUrl: mediaUrl.exactOptional(),
  trailerUrl: mediaUrl.exactOptional(),
});
export type MovieDetails = Readonly<z.output<typeof movieDetailsSchema>>;

const movie = z.strictObject({ movieId: idSchema, ...movieDetailsSchema.shape });

/** Version 1 had no addresses of media. */
const fromVersion1 = (old: unknown): unknown => old;

/** Of what the catalog shows. */
export const movieDetailsEvents = {
  MovieRegistered: defineEvent('MovieRegistered', 'A movie came into the catalog.', movie, [fromVersion1]),
  MovieRevised: defineEvent(
    'MovieRevised',
    'Staff corrected a movie. Carries all its details: what is absent here is gone.',
    movie,
    [fromVersion1],
  ),
} as const;

export const movieEvents = {
  ...movieDetailsEvents,
  MovieTermsAgreed: defineEvent(
    'MovieTermsAgreed',
    "The distributor's share of what the movie takes. Holds for all its business dates, also those before.",
    z.strictObject({ movieId: idSchema, terms: rentalTermsSchema }),
  ),
} as const;

export type MovieEvent = EventOf<(typeof movieEvents)[keyof typeof movieEvents]>;
export type MovieDetailsEvent = EventOf<(typeof movieDetailsEvents)[keyof typeof movieDetailsEvents]>;
