/** What can be asked of a theater, and every way it can say no. */
import type { TheaterDetails } from './events.ts';

export type TheaterCommand =
  | ({ readonly type: 'OpenTheater'; readonly theaterId: string } & TheaterDetails)
  /** The whole new details. Without `expectedVersion` it holds for whatever version is there. */
  | ({ readonly type: 'ReviseTheater'; readonly expectedVersion?: number } & TheaterDetails);

interface UnknownTimeZone {
  readonly reason: 'UnknownTimeZone';
  readonly timeZone: string;
}

export interface TheaterRejections {
  readonly OpenTheater: { readonly reason: 'TheaterAlreadyExists' } | UnknownTimeZone;
  readonly ReviseTheater:
    | { readonly reason: 'TheaterNotFound' }
    | UnknownTimeZone
    /** Edited meanwhile; `version` is the one it has now. */
    | { readonly reason: 'StaleVersion'; readonly version: number };
}

export type TheaterRejection = TheaterRejections[TheaterCommand['type']];
