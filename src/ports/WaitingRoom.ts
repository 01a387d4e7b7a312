/**
 * Entries of queues, their places and their turns, shared by all nodes. Whatever a call resolves to is durable. All calls
 * throw {@link WaitingRoomUnavailable}; the outcome of a write is then unknown, and repeating it does no harm.
 */

/** `called`: it is the caller's turn, and they have not been seen since. `over`: the turn lapsed or was used up. */
export type EntryStatus = 'waiting' | 'called' | 'admitted' | 'over';

export interface NewEntry {
  readonly entryId: string;
  /** 32 bytes in lower-case hexadecimal. */
  readonly contribution: string;
}

/** An entry that is asked for; `origin` bounds how many entries of the room may come from one address. */
export interface EntryAsked extends NewEntry {
  readonly origin?: { readonly address: string; readonly entriesMax: number };
}

export interface Entry extends NewEntry {
  readonly status: EntryStatus;
  /** From 1; none before the draw, for an entry of the lot. */
  readonly place?: number;
  /** When the turn lapses; of a called or admitted one. */
  readonly untilMs?: number;
}

export interface Turn {
  readonly entryId: string;
  readonly status: 'called' | 'admitted';
  readonly place: number;
  readonly untilMs: number;
}

export interface RoomStanding {
  readonly entries: number;
  /** How many entries take part in the lot; none until the list is closed. */
  readonly lotEntries?: number;
  readonly isDrawn: boolean;
  /** Places up to here were given out; 0 until the list is closed. */
  readonly lastPlace: number;
  /** Places up to here were called. All later ones wait. */
  readonly serving: number;
  /** In order of place. */
  readonly turns: readonly Turn[];
}

export interface Calling {
  readonly nowMs: number;
  /** When turns lapse that are called now. */
  readonly untilMs: number;
  /** How many to call, by the turns that are open and the entries that wait. Must not call back. */
  turns(counts: { readonly open: number; readonly waiting: number }): number;
}

export const waitingRoomLimits = {
  entriesPerCall: 1_000,
  lotPage: 5_000,
  openRooms: 1_000,
  purgedPerCall: 10_000,
} as const;

export interface WaitingRoom {
  /** Idempotent. */
  open(queueId: string): Promise<void>;
  /** Of rooms that have not ended, at most `openRooms`. */
  openRooms(): Promise<readonly string[]>;
  /**
   * In order; an entry that is known stays as it is, but one that is over gets a place at the end. At most
   * `entriesPerCall`, each id once. An entry after the list was closed has its place at once. Makes a missing room.
   * `address-full` for one that its address has no more room for.
   */
  enter(queueId: string, entries: readonly EntryAsked[]): Promise<readonly (Entry | 'address-full')[]>;
  /** Those that exist, in any order. At most `entriesPerCall`. */
  find(queueId: string, entryIds: readonly string[]): Promise<readonly Entry[]>;
  /** Entries made later take no part in the lot. Idempotent. Gives the number of those that do. */
  closeList(queueId: string): Promise<number>;
  /** In order of id (raw bytes), after one, at most `lotPage`. */
  lotEntries(queueId: string, after: string | undefined): Promise<readonly NewEntry[]>;
  /** All entries of the lot in order of place, at once; only the first call has an effect. */
  place(queueId: string, order: readonly string[]): Promise<void>;
  /** Undefined for a room that is not there. */
  standing(queueId: string): Promise<RoomStanding | undefined>;
  /** Ends turns that have lapsed by `nowMs`, then calls the next places. Nothing before the draw. */
  call(queueId: string, calling: Calling): Promise<{ readonly lapsed: number; readonly called: number }>;
  /** Called entries become admitted ones until `untilMs`; others stay as they are. Gives those that exist. */
  admit(
    queueId: string,
    entryIds: readonly string[],
    times: { readonly nowMs: number; readonly untilMs: number },
  ): Promise<readonly Entry[]>;
  /** Ends the turn of an entry. Idempotent. */
  finish(queueId: string, entryId: string): Promise<void>;
  /** Open turns last so much longer. */
  prolong(queueId: string, byMs: number): Promise<void>;
  /** No turn is called any more. Idempotent. */
  end(queueId: string): Promise<void>;
  /**
   * Deletes rooms that ended so long ago, at most `purgedPerCall` entries; the first call makes a room one that is not there.
   * Gives the number of entries that it deleted.
   */
  purge(endedForMs: number): Promise<number>;
}

export class WaitingRoomUnavailable extends Error {
  override readonly name = 'WaitingRoomUnavailable';
}
