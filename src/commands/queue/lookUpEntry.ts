import type { Queue } from '../../domain/queue/queueDecider.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { Entry } from '../../ports/WaitingRoom.ts';
import type { Rooms, RoomView } from './rooms.ts';

export type EntryLookedUp =
  | { readonly status: 'before-draw' }
  | { readonly status: 'waiting'; readonly place: number; readonly ahead: number }
  | { readonly status: 'admitted'; readonly place: number; readonly untilMs: number }
  | { readonly status: 'over'; readonly place?: number };

export interface AskedEntry {
  readonly queueId: string;
  readonly queue: Queue;
  readonly entryId: string;
  /** As the caller's signed token says; an entry gets another place only after this one was called. */
  readonly place?: number;
}

export interface LookUpDeps {
  readonly rooms: Rooms;
  readonly clock: Clock;
}

const minuteMs = 60_000;

/**
 * Where an entry stands. A caller whose turn it is takes it by asking. Most who wait are answered from memory. Undefined
 * for an entry that does not exist. Throws WaitingRoomUnavailable.
 */
export const lookUpEntry = async (
  { rooms, clock }: LookUpDeps,
  { queueId, queue, entryId, place }: AskedEntry,
): Promise<EntryLookedUp | undefined> => {
  if (queue.status === 'closed') return { status: 'over' };
  const view = await rooms.view(queueId);
  if (view === undefined) return undefined;
  if (!view.isDrawn) return { status: 'before-draw' };
  if (place !== undefined && place > view.serving) return waitingAt(place, view);
  const turn = view.turnOf.get(entryId);
  if (turn?.status === 'admitted' && turn.untilMs > clock.nowMs()) return { ...turn, status: 'admitted' };
  const entry = await rooms.find(queueId, entryId);
  if (entry?.place === undefined) return entry === undefined ? undefined : { status: 'before-draw' };
  // The first are called a moment before the sale.
  if (clock.nowMs() < Date.parse(queue.saleStartsAt)) return waitingAt(entry.place, view);
  return entry.status === 'called'
    ? takeTurn({ rooms, clock }, queueId, queue, entry)
    : standingOf(entry, entry.place, view, clock.nowMs());
};

const waitingAt = (place: number, { serving }: RoomView): EntryLookedUp => ({
  status: 'waiting',
  place,
  ahead: Math.max(0, place - serving - 1),
});

const standingOf = (
  { status, untilMs }: Pick<Entry, 'status' | 'untilMs'>,
  place: number,
  view: RoomView,
  nowMs: number,
): EntryLookedUp => {
  if (status === 'waiting') return waitingAt(place, view);
  if (status === 'admitted' && untilMs !== undefined && untilMs > nowMs) return { status, place, untilMs };
  return { status: 'over', place };
};

const takeTurn = async (
  { rooms, clock }: LookUpDeps,
  queueId: string,
  { admissionMinutes }: Queue,
  { entryId, place = 0 }: Entry,
): Promise<EntryLookedUp> => {
  const untilMs = clock.nowMs() + admissionMinutes * minuteMs;
  const taken = await rooms.admit(queueId, entryId, untilMs);
  return taken?.status === 'admitted' && taken.untilMs !== undefined
    ? { status: 'admitted', place, untilMs: taken.untilMs }
    : { status: 'over', place };
};
