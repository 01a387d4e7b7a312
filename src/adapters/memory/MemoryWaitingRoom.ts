import {
  type Entry,
  type EntryAsked,
  type RoomStanding,
  type Turn,
  type WaitingRoom,
  waitingRoomLimits,
} from '../../ports/WaitingRoom.ts';

interface Room {
  readonly entries: Map<string, Entry>;
  /** Of those that take part, once the list is closed. */
  lot: readonly string[] | undefined;
  isDrawn: boolean;
  lastPlace: number;
  serving: number;
  readonly byAddress: Map<string, number>;
  endedAtMs: number | undefined;
}

const hasTurn = (entry: Entry): entry is Entry & Turn =>
  (entry.status === 'called' || entry.status === 'admitted') && entry.untilMs !== undefined;

const ended = ({ untilMs: _untilMs, ...entry }: Entry): Entry => ({ ...entry, status: 'over' });

/** For tests. */
export const openMemoryWaitingRoom = (): WaitingRoom => {
  const rooms = new Map<string, Room>();
  const roomOf = (queueId: string): Room => {
    const known = rooms.get(queueId);
    if (known !== undefined) return known;
    const made: Room = {
      ...{ entries: new Map(), lot: undefined, isDrawn: false, lastPlace: 0, serving: 0 },
      ...{ byAddress: new Map(), endedAtMs: undefined },
    };
    rooms.set(queueId, made);
    return made;
  };
  const turnsIn = ({ entries }: Room): readonly (Entry & Turn)[] =>
    [...entries.values()].filter(hasTurn).sort((one, other) => one.place - other.place);

  const enter = (room: Room, { entryId, contribution, origin }: EntryAsked): Entry | 'address-full' => {
    const known = room.entries.get(entryId);
    if (known !== undefined && known.status !== 'over') return known;
    if (known === undefined && origin !== undefined) {
      const before = room.byAddress.get(origin.address) ?? 0;
      if (before >= origin.entriesMax) return 'address-full';
      room.byAddress.set(origin.address, before + 1);
    }
    const needsPlace = known !== undefined || room.lot !== undefined;
    if (needsPlace) room.lastPlace += 1;
    const entry: Entry = {
      ...{ entryId, contribution: known?.contribution ?? contribution, status: 'waiting' },
      ...(needsPlace ? { place: room.lastPlace } : {}),
    };
    room.entries.set(entryId, entry);
    return entry;
  };
  const standingOf = (room: Room): RoomStanding => {
    const { entries, lot, isDrawn, lastPlace, serving } = room;
    const turns = turnsIn(room).map(({ contribution: _contribution, ...turn }) => turn);
    const counted = lot === undefined ? {} : { lotEntries: lot.length };
    return { entries: entries.size, ...counted, isDrawn, lastPlace, serving, turns };
  };

  return {
    open: async (queueId) => void roomOf(queueId),
    openRooms: async () =>
      [...rooms].filter(([, { endedAtMs }]) => endedAtMs === undefined).map(([queueId]) => queueId),
    enter: async (queueId, entries) => entries.map((entry) => enter(roomOf(queueId), entry)),
    find: async (queueId, ids) => ids.flatMap((id) => roomOf(queueId).entries.get(id) ?? []),
    closeList: async (queueId) => {
      const room = roomOf(queueId);
      room.lot ??= [...room.entries.keys()].sort();
      room.lastPlace = Math.max(room.lastPlace, room.lot.length);
      return room.lot.length;
    },
    lotEntries: async (queueId, after = '') => {
      const { lot, entries } = roomOf(queueId);
      const later = (lot ?? []).filter((id) => id > after).slice(0, waitingRoomLimits.lotPage);
      return later.flatMap((id) => {
        const contribution = entries.get(id)?.contribution;
        return contribution === undefined ? [] : [{ entryId: id, contribution }];
      });
    },
    place: async (queueId, order) => {
      const room = roomOf(queueId);
      if (room.isDrawn) return;
      for (const [index, id] of order.entries()) {
        const entry = room.entries.get(id);
        if (entry !== undefined) room.entries.set(id, { ...entry, place: index + 1 });
      }
      room.isDrawn = true;
    },
    standing: async (queueId) => {
      const room = rooms.get(queueId);
      return room === undefined ? undefined : standingOf(room);
    },
    call: async (queueId, { nowMs, untilMs, turns }) => {
      const room = roomOf(queueId);
      if (!room.isDrawn) return { lapsed: 0, called: 0 };
      const lapsed = turnsIn(room).filter((turn) => turn.untilMs <= nowMs);
      for (const entry of lapsed) room.entries.set(entry.entryId, ended(entry));
      const waiting = room.lastPlace - room.serving;
      const called = Math.min(waiting, turns({ open: turnsIn(room).length, waiting }));
      for (const [id, entry] of room.entries) {
        const { place = 0 } = entry;
        const isNext = place > room.serving && place <= room.serving + called;
        if (isNext) room.entries.set(id, { ...entry, status: 'called', untilMs });
      }
      room.serving += called;
      return { lapsed: lapsed.length, called };
    },
    admit: async (queueId, ids, { nowMs, untilMs }) => {
      const { entries } = roomOf(queueId);
      return ids.flatMap((id) => {
        const entry = entries.get(id);
        const isCalled = entry?.status === 'called' && (entry.untilMs ?? 0) > nowMs;
        if (entry !== undefined && isCalled) entries.set(id, { ...entry, status: 'admitted', untilMs });
        return entries.get(id) ?? [];
      });
    },
    finish: async (queueId, entryId) => {
      const { entries } = roomOf(queueId);
      const entry = entries.get(entryId);
      if (entry !== undefined && hasTurn(entry)) entries.set(entryId, ended(entry));
    },
    prolong: async (queueId, byMs) => {
      const room = roomOf(queueId);
      for (const entry of turnsIn(room))
        room.entries.set(entry.entryId, { ...entry, untilMs: entry.untilMs + byMs });
    },
    end: async (queueId) => {
      roomOf(queueId).endedAtMs ??= Date.now();
    },
    purge: async (endedForMs) => {
      let purged = 0;
      for (const [queueId, { endedAtMs, entries }] of rooms) {
        if (endedAtMs === undefined || Date.now() - endedAtMs < endedForMs) continue;
        purged += entries.size;
        rooms.delete(queueId);
      }
      return purged;
    },
  };
};
