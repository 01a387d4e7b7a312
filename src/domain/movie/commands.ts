import type { MovieDetails } from './events.ts';

export type MovieCommand =
  | ({ readonly type: 'RegisterMovie'; readonly movieId: string } & MovieDetails)
  /** The whole new details. Without `expectedVersion` it holds for whatever version is there. */
  | ({ readonly type: 'ReviseMovie'; readonly expectedVersion?: number } & MovieDetails);

export interface MovieRejections {
  readonly RegisterMovie: { readonly reason: 'MovieAlreadyExists' };
  readonly ReviseMovie:
    | { readonly reason: 'MovieNotFound' }
    /** Edited meanwhile; `version` is the one it has now. */
    | { readonly reason: 'StaleVersion'; readonly version: number };
}

export type MovieRejection = MovieRejections[MovieCommand['type']];
