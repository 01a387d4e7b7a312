import type { TheaterDetails } from './events.ts';

export type TheaterCommand =
  | ({ readonly type: 'OpenTheater'; readonly theaterId: string } & TheaterDetails)
  /** The whole new details. Without `expectedVersion` it holds for whatever version is there. */
  | ({
      readonly type: 'ReviseTheater';
      readonly expectedVersion?: number;
      /** What seats of its showtimes to come are held or booked in; only asked for when the currency changes. */
      readonly currenciesInUse: readonly string[];
    } & TheaterDetails)
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
    | { readonly reason: 'StaleVersion'; readonly version: number }
    /** Seats are held or booked in `currency`, which the theater would no longer sell in. */
    | { readonly reason: 'CurrencyInUse'; readonly currency: string };
  readonly SettleCurrency:
    | { readonly reason: 'TheaterNotFound' }
    /** The theater sells in `currency` only. */
    | { readonly reason: 'WrongCurrency'; readonly currency: string };
}

export type TheaterRejection = TheaterRejections[TheaterCommand['type']];
