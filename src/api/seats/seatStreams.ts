/**
 * One room per showtime: each change is encoded once and the same bytes are written to all readers. A reader that
 * falls behind is closed and resumes by its last event id.
 */
import { applySeatMapChange } from '../../domain/showtime/seatMap.ts';
import type { SteadyClock } from '../../ports/Clock.ts';
import type { SeatMapNews } from '../../projections/seat-maps/SeatMaps.ts';
import { openPacedWriter, type PacedWriter, type Sink } from './pacedWriter.ts';
import type { ReadableMap, ReadableMaps, ShownMap } from './readableMaps.ts';

export const seatStreamLimits = {
  roomsMax: 2_000,
  /** Changes kept per showtime for readers that resume. */
  rememberedChangesMax: 256,
  /** Missed changes beyond this are sent as a whole map. */
  missedBytesMax: 16 * 1_024,
  /** Unread bytes per reader: some hundred changes. */
  readerBufferBytesMax: 64 * 1_024,
  /** Keeps proxies from closing a quiet stream. */
  heartbeatEveryMs: 15_000,
  /** The server then ends the stream; browsers reconnect. */
  lifeMs: 3_600_000,
  /** A room without readers is kept for those that resume. */
  emptyRoomKeptMs: 60_000,
} as const;

const heartbeat = Buffer.from(':\n\n');

export interface SeatStreamReader extends Sink {
  end(): unknown;
  once(event: 'close', listener: () => void): unknown;
}

interface Frame {
  readonly after: number;
  readonly bytes: Buffer;
}

interface Room {
  readonly showtimeId: string;
  readonly readers: PacedWriter<SeatStreamReader>;
  map: ReadableMap;
  snapshot: Buffer | undefined;
  remembered: Frame[];
  /** Changes that arrive while the map is read. */
  heard: SeatMapNews[] | undefined;
  emptySinceMs: number;
  close(): void;
}

export interface SeatStreams {
  /**
   * Sends the changes since `lastRevision` if they are kept, else the whole map, and then each change. The head must
   * have been written. `full` and `unknown` leave the response untouched.
   */
  join(
    showtimeId: string,
    response: SeatStreamReader,
    options: { readonly lastRevision?: number; readonly onJoining: () => void },
  ): Promise<'joined' | 'full' | 'unknown'>;
  readers(): number;
  close(): void;
}

const frameOf = (event: 'snapshot' | 'delta', id: number, data: object): Buffer =>
  Buffer.from(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

const snapshotOf = ({ revision, layoutVersion, status, stale }: ReadableMap): Buffer =>
  frameOf('snapshot', revision, { revision, layoutVersion, status, stale });

export const openSeatStreams = (
  seatMaps: Pick<ReadableMaps, 'read' | 'listenTo'>,
  clock: Pick<SteadyClock, 'steadyMs'>,
  asShownNow: ShownMap,
): SeatStreams => {
  const rooms = new Map<string, Room>();
  const opening = new Map<string, Promise<Room | undefined>>();
  let readers = 0;
  let isClosed = false;

  const take = (room: Room, news: SeatMapNews): void => {
    if (room.heard !== undefined) {
      room.heard.push(news);
      return;
    }
    if (news.kind === 'redrawn') {
      if (news.revision > room.map.revision) void redraw(room);
      return;
    }
    const next = applySeatMapChange(room.map, news.change);
    if (next === 'known') return;
    if (next === 'gap') {
      void redraw(room);
      return;
    }
    const { after, revision, changes } = news.change;
    room.map = next;
    room.snapshot = undefined;
    const bytes = frameOf('delta', revision, { revision, changes });
    room.remembered.push({ after, bytes });
    if (room.remembered.length > seatStreamLimits.rememberedChangesMax) room.remembered.shift();
    room.readers.put(bytes);
  };

  /**
   * More than statuses changed: all readers get the whole map. If it cannot be read, the streams end and readers
   * resume.
   */
  const redraw = async (room: Room): Promise<void> => {
    room.heard = [];
    const map = await seatMaps.read(room.showtimeId).catch(() => undefined);
    const { heard } = room;
    room.heard = undefined;
    if (map === undefined) {
      drop(room);
      return;
    }
    room.map = map;
    room.remembered = [];
    room.snapshot = snapshotOf(map);
    room.readers.put(room.snapshot);
    for (const news of heard ?? []) take(room, news);
  };

  const drop = (room: Room): void => {
    rooms.delete(room.showtimeId);
    room.close();
    room.readers.close((reader) => reader.end());
  };

  const openRoom = async (showtimeId: string): Promise<Room | undefined> => {
    const heard: SeatMapNews[] = [];
    let room: Room | undefined;
    const unlisten = seatMaps.listenTo(showtimeId, (news) => {
      if (room === undefined) heard.push(news);
      else take(room, news);
    });
    const map = await seatMaps.read(showtimeId).catch((error: unknown) => {
      unlisten();
      throw error;
    });
    if (map === undefined || isClosed) {
      unlisten();
      return undefined;
    }
    room = {
      showtimeId,
      readers: openPacedWriter(seatStreamLimits.readerBufferBytesMax),
      map,
      snapshot: undefined,
      remembered: [],
      heard: undefined,
      emptySinceMs: clock.steadyMs(),
      close: unlisten,
    };
    rooms.set(showtimeId, room);
    for (const news of heard) take(room, news);
    return room;
  };

  const roomOf = (showtimeId: string): Promise<Room | undefined> => {
    const open = rooms.get(showtimeId);
    if (open !== undefined) return Promise.resolve(open);
    const under = opening.get(showtimeId);
    if (under !== undefined) return under;
    const opened = openRoom(showtimeId).finally(() => opening.delete(showtimeId));
    opening.set(showtimeId, opened);
    return opened;
  };

  /** Undefined when the changes are not kept or the whole map is shorter. */
  const missedSince = (room: Room, lastRevision: number | undefined): Buffer | undefined => {
    if (lastRevision === room.map.revision) return heartbeat;
    const from = room.remembered.findIndex(({ after }) => after === lastRevision);
    if (from === -1) return undefined;
    const bytes = Buffer.concat(room.remembered.slice(from).map((frame) => frame.bytes));
    return bytes.length > seatStreamLimits.missedBytesMax ? undefined : bytes;
  };

  const snapshotNow = (room: Room): Buffer => {
    const shown = asShownNow(room.map);
    if (shown !== room.map) return snapshotOf(shown);
    room.snapshot ??= snapshotOf(shown);
    return room.snapshot;
  };

  const welcome = (room: Room, response: SeatStreamReader, lastRevision: number | undefined): void => {
    response.write(missedSince(room, lastRevision) ?? snapshotNow(room));
  };

  const dropEmptyRoom = (): void => {
    if (rooms.size < seatStreamLimits.roomsMax) return;
    const empty = [...rooms.values()].find((room) => room.readers.size === 0);
    if (empty !== undefined) drop(empty);
  };

  /** One timer for all: one per reader would cost more than the reader. */
  const beat = setInterval(() => {
    const nowMs = clock.steadyMs();
    for (const room of rooms.values()) {
      if (room.readers.size > 0) room.readers.put(heartbeat);
      else if (nowMs - room.emptySinceMs > seatStreamLimits.emptyRoomKeptMs) drop(room);
    }
  }, seatStreamLimits.heartbeatEveryMs);
  beat.unref();

  return {
    join: async (showtimeId, response, { lastRevision, onJoining }) => {
      const isFull = () => !rooms.has(showtimeId) && rooms.size >= seatStreamLimits.roomsMax;
      dropEmptyRoom();
      if (isClosed || isFull()) return 'full';
      const room = await roomOf(showtimeId);
      if (room === undefined) return isClosed ? 'full' : 'unknown';
      if (isFull() || rooms.get(showtimeId) !== room) return 'full';
      onJoining();
      readers += 1;
      room.readers.add(response);
      response.once('close', () => {
        readers -= 1;
        room.readers.delete(response);
        if (room.readers.size === 0) room.emptySinceMs = clock.steadyMs();
      });
      welcome(room, response, lastRevision);
      return 'joined';
    },
    readers: () => readers,
    close: () => {
      isClosed = true;
      clearInterval(beat);
      for (const room of [...rooms.values()]) drop(room);
    },
  };
};
