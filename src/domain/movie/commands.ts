import type { MovieDetails } from './events.ts';
import type { RentalTerms } from './rentalTerms.ts';

export type MovieCommand =
  | ({ readonly type: 'RegisterMovie'; readonly movieId: string } & MovieDetails)
  /** The whole new details. Without `expectedVersion` it holds for whatever version is there. */
  | ({ readonly type: 'ReviseMovie'; readonly expectedVersion?: number } & MovieDetails)
  /** Terms have a version of their own, 0 before the first. */
  | { readonly type: 'AgreeTerms'; readonly terms: RentalTerms; readonly expectedVersion?: number };

export interface MovieRejections {
  readonly RegisterMovie: { readonly reason: 'MovieAlreadyExists' };
  readonly ReviseMovie:
    | { readonly reason: 'MovieNotFound' }
    /** Edited meanwhile; `version` is the one it has now. */
    | { readonly reason: 'StaleVersion'; readonly version: number };
  readonly AgreeTerms:
    | { readonly reason: 'MovieNotFound' }
    | { readonly reason: 'StaleVersion'; readonly version: number };
}

export type MovieRejection = MovieRejections[MovieCommand['type']];
