import { LRUCache } from 'lru-cache';
import type { Clock } from '../../ports/Clock.ts';
import {
  type Entry,
  type EntryAsked,
  type RoomStanding,
  type Turn,
  type WaitingRoom,
  WaitingRoomUnavailable,
  waitingRoomLimits,
} from '../../ports/WaitingRoom.ts';
import { inBatches } from './inBatches.ts';
import { type Pace, paceOf } from './pace.ts';

export interface RoomView extends RoomStanding {
  readonly turnOf: ReadonlyMap<string, Turn>;
  /** How fast the line moved in the last minute; 0 when that is not known. */
  readonly placesPerSecond: number;
  /** How many entered in the last minute; 0 when that is not known. */
  readonly entriesPerSecond: number;
}

/** In the queue, or after the draw waiting in it. */
export const callersIn = ({ isDrawn, entries, lastPlace, serving }: RoomStanding): number =>
  isDrawn ? lastPlace - serving : entries;

/** A node's view of the waiting rooms: reads are shared and kept for a moment, writes go in batches. */
export interface Rooms {
  /** Durable. Throws WaitingRoomUnavailable. */
  enter(queueId: string, entry: EntryAsked): Promise<Entry | 'address-full'>;
  /** Undefined for an entry that does not exist. Throws WaitingRoomUnavailable. */
  find(queueId: string, entryId: string): Promise<Entry | undefined>;
  /** At most half a second old; older, up to half a minute, while the store is away. Throws WaitingRoomUnavailable. */
  view(queueId: string): Promise<RoomView | undefined>;
  /** Read after the call. Throws WaitingRoomUnavailable. */
  viewNow(queueId: string): Promise<RoomView | undefined>;
  /** Durable. Undefined for an entry that does not exist. Throws WaitingRoomUnavailable. */
  admit(queueId: string, entryId: string, untilMs: number): Promise<Entry | undefined>;
}

const limits = {
  roomsMax: 1_000,
  viewKeptMs: 500,
  viewKeptAwayMs: 30_000,
  waitingMax: 20_000,
} as const;

interface Room {
  readonly enter: (entry: EntryAsked) => Promise<Entry | 'address-full'>;
  readonly find: (entryId: string) => Promise<Entry | 'none'>;
  readonly serving: Pace;
  readonly entering: Pace;
  view: RoomView | undefined;
  readAtMs: number;
  reading: Promise<RoomView | undefined> | undefined;
}

const full = () => new WaitingRoomUnavailable('too many calls wait for the waiting room');

/** Callers who ask twice at the same time share an answer. */
const eachOnce = <Item, Answer>(
  items: readonly Item[],
  idOf: (item: Item) => string,
  answers: ReadonlyMap<string, Answer>,
  none: Answer,
): readonly Answer[] => items.map((item) => answers.get(idOf(item)) ?? none);

export const createRooms = (store: WaitingRoom, clock: Clock): Rooms => {
  const rooms = new LRUCache<string, Room>({ max: limits.roomsMax });
  const batches = { itemsMax: waitingRoomLimits.entriesPerCall, waitingMax: limits.waitingMax, full };
  const byId = (entries: readonly Entry[]) => new Map(entries.map((entry) => [entry.entryId, entry]));

  const openRoom = (queueId: string): Room => ({
    enter: inBatches(async (items: readonly EntryAsked[]) => {
      const once = [...new Map(items.map((item) => [item.entryId, item])).values()];
      const entered = byId((await store.enter(queueId, once)).filter((each) => each !== 'address-full'));
      return eachOnce<EntryAsked, Entry | 'address-full'>(
        items,
        ({ entryId }) => entryId,
        entered,
        'address-full',
      );
    }, batches),
    find: inBatches(async (ids: readonly string[]) => {
      const found = byId(await store.find(queueId, [...new Set(ids)]));
      return eachOnce<string, Entry | 'none'>(ids, (id) => id, found, 'none');
    }, batches),
    serving: paceOf(),
    entering: paceOf(),
    view: undefined,
    readAtMs: Number.NEGATIVE_INFINITY,
    reading: undefined,
  });
  const roomOf = (queueId: string): Room => {
    const known = rooms.get(queueId);
    if (known !== undefined) return known;
    const made = openRoom(queueId);
    rooms.set(queueId, made);
    return made;
  };

  const read = async (queueId: string, room: Room): Promise<RoomView | undefined> => {
    const startedAtMs = clock.nowMs();
    const standing = await store.standing(queueId);
    room.readAtMs = startedAtMs;
    if (standing === undefined) {
      room.view = undefined;
      return undefined;
    }
    const turnOf = new Map(standing.turns.map((turn) => [turn.entryId, turn]));
    room.view = {
      ...{ ...standing, turnOf },
      placesPerSecond: room.serving.at(startedAtMs, standing.serving),
      entriesPerSecond: room.entering.at(startedAtMs, standing.entries),
    };
    return room.view;
  };
  const readOnce = (queueId: string, room: Room): Promise<RoomView | undefined> => {
    room.reading ??= read(queueId, room).finally(() => {
      room.reading = undefined;
    });
    return room.reading;
  };

  return {
    enter: (queueId, entry) => roomOf(queueId).enter(entry),
    find: async (queueId, entryId) => {
      const found = await roomOf(queueId).find(entryId);
      return found === 'none' ? undefined : found;
    },
    view: async (queueId) => {
      const room = roomOf(queueId);
      const ageMs = clock.nowMs() - room.readAtMs;
      if (room.view !== undefined && ageMs >= 0 && ageMs < limits.viewKeptMs) return room.view;
      try {
        return await readOnce(queueId, room);
      } catch (error) {
        if (room.view === undefined || ageMs > limits.viewKeptAwayMs) throw error;
        return room.view;
      }
    },
    viewNow: async (queueId) => {
      const room = roomOf(queueId);
      await room.reading?.catch(() => undefined);
      return readOnce(queueId, room);
    },
    admit: async (queueId, entryId, untilMs) => {
      const [entry] = await store.admit(queueId, [entryId], { nowMs: clock.nowMs(), untilMs });
      return entry;
    },
  };
};
