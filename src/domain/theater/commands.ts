import type { TheaterDetails } from './events.ts';

export type TheaterCommand =
  | ({ readonly type: 'OpenTheater'; readonly theaterId: string } & TheaterDetails)
  /** The whole new details. Without `expectedVersion` it holds for whatever version is there. */
  | ({ readonly type: 'ReviseTheater'; readonly expectedVersion?: number } & TheaterDetails)
  /** A showtime is about to be sold in this currency. */
  | { readonly type: 'SettleCurrency'; readonly currency: string };

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
  readonly SettleCurrency:
    | { readonly reason: 'TheaterNotFound' }
    /** The theater sells in `currency` only. */
    | { readonly reason: 'WrongCurrency'; readonly currency: string };
}

export type TheaterRejection = TheaterRejections[TheaterCommand['type']];
