import type { z } from 'zod';
import type { EntryLookedUp } from '../../commands/queue/lookUpEntry.ts';
import { callersIn, type RoomView } from '../../commands/queue/rooms.ts';
import type { Queue } from '../../domain/queue/queueDecider.ts';
import { estimateOf, pollAfterMs } from '../../domain/queue/turns.ts';
import type { entryShown, queueShown } from './schemas.ts';

type QueueShown = z.output<typeof queueShown>;
type EntryShown = z.output<typeof entryShown>;

const statusOf = (
  { status, entryOpensAt, drawsAt, saleStartsAt }: Queue,
  view: RoomView | undefined,
  nowMs: number,
): QueueShown['status'] => {
  if (status === 'closed') return 'closed';
  if (nowMs < Date.parse(entryOpensAt)) return 'not-open';
  if (view?.isDrawn === true) return nowMs < Date.parse(saleStartsAt) ? 'drawn' : 'on-sale';
  return nowMs < Date.parse(drawsAt) ? 'entry-open' : 'drawing';
};

export interface Moment {
  readonly nowMs: number;
  /** From 0 to 1. */
  readonly random: number;
}

const pollTimes = ({ drawsAt, saleStartsAt, openAdmissionsMax: openMax }: Queue, nowMs: number) => ({
  untilDrawMs: Date.parse(drawsAt) - nowMs,
  untilSaleMs: Date.parse(saleStartsAt) - nowMs,
  openMax,
});

export const queueView = (
  id: string,
  queue: Queue,
  view: RoomView | undefined,
  offers: QueueShown['offers'],
  nowMs: number,
): QueueShown => {
  const { lot } = queue;
  return {
    id,
    status: statusOf(queue, view, nowMs),
    showtimeIds: [...queue.showtimeIds],
    entryOpensAt: queue.entryOpensAt,
    saleStartsAt: queue.saleStartsAt,
    drawsAt: queue.drawsAt,
    admissionMinutes: queue.admissionMinutes,
    openAdmissionsMax: queue.openAdmissionsMax,
    seedHash: queue.seedHash,
    ...(lot === undefined ? {} : { seed: lot.seed, root: lot.root }),
    entries: view?.entries ?? 0,
    serving: view?.serving ?? 0,
    pollAfterMs: pollAfterMs({
      // One answer for all who share a cache; each client adds its own chance.
      random: 0.5,
      callers: view === undefined ? 0 : callersIn(view),
      placesPerSecond: 0,
      entriesPerSecond: view?.entriesPerSecond ?? 0,
      ...pollTimes(queue, nowMs),
    }),
    offers,
  };
};

/** How often those who are admitted, and those who are over, need to look. */
const calmPollMs = 10_000;

export const entryView = (
  tokens: Pick<EntryShown, 'entry' | 'id'> & { readonly admission: string },
  { queue, view, entry }: { readonly queue: Queue; readonly view: RoomView; readonly entry: EntryLookedUp },
  { offers, seatsLeft }: { readonly offers: EntryShown['offers']; readonly seatsLeft: number },
  { nowMs, random }: Moment,
): EntryShown => {
  const { admission, ...shown } = tokens;
  const { placesPerSecond, entriesPerSecond } = view;
  const poll = (ahead?: number) =>
    pollAfterMs({
      ...{ random, callers: callersIn(view), placesPerSecond, entriesPerSecond },
      ...(ahead === undefined ? {} : { ahead }),
      ...pollTimes(queue, nowMs),
    });
  switch (entry.status) {
    case 'before-draw':
      return { ...shown, status: entry.status, drawsAt: queue.drawsAt, pollAfterMs: poll(), offers };
    case 'waiting': {
      const estimatedSeconds = estimateOf(entry.ahead, placesPerSecond, seatsLeft) ?? 'unknown';
      return { ...shown, ...entry, estimatedSeconds, pollAfterMs: poll(entry.ahead), offers };
    }
    case 'admitted': {
      const { status, place, untilMs } = entry;
      const admittedUntil = new Date(untilMs).toISOString();
      return { ...shown, status, place, admission, admittedUntil, pollAfterMs: calmPollMs, offers };
    }
    case 'over':
      return { ...shown, ...entry, pollAfterMs: calmPollMs, offers };
  }
};
