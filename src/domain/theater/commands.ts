/** What can be asked of a theater, and every way it can say no. */
import type { TheaterDetails } from './events.ts';

export type TheaterCommand =
  | ({ readonly type: 'OpenTheater'; readonly theaterId: string } & TheaterDetails)
  /** The whole new details. Without `expectedVersion` it holds for whatever version is there. */
  | ({ readonly type: 'ReviseTheater'; readonly expectedVersion?: number } & TheaterDetails);

export type TheaterRejection =
  | { readonly reason: 'TheaterNotFound' }
  | { readonly reason: 'TheaterAlreadyExists' }
  | { readonly reason: 'UnknownTimeZone'; readonly timeZone: string }
  /** Somebody edited it first; `version` is the one it has now. */
  | { readonly reason: 'StaleVersion'; readonly version: number };
