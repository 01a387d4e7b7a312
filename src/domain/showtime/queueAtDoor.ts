import { accept, reject } from '../kernel/decider.ts';
import type { ShowtimeAsked, ShowtimeDecision } from './commands.ts';
import type { Showtime } from './ShowtimeState.ts';

/** The refusal of a caller whom the showtime's waiting room has not admitted. */
export const notAdmitted = (
  { admission }: Pick<ShowtimeAsked<'HoldSeats'>, 'admission'>,
  { queue }: Pick<Showtime, 'queue'>,
) => {
  if (queue === undefined || admission === 'exempt' || admission?.queueId === queue.queueId) return undefined;
  return reject({ reason: 'QueueRequired', queueId: queue.queueId } as const);
};

/** Prices stay as they are from the start of a sale that has a waiting room until the room is closed. */
export const pricesKept = ({ queue }: Showtime, nowMs: number) =>
  queue === undefined || nowMs < Date.parse(queue.saleStartsAt)
    ? undefined
    : reject({ reason: 'PricesKept', queueId: queue.queueId } as const);

export const attachQueue = (
  { queueId, saleStartsAt }: ShowtimeAsked<'AttachQueue'>,
  state: Showtime,
): ShowtimeDecision<'AttachQueue'> => {
  if (state.queue?.queueId === queueId) return accept();
  if (state.status === 'cancelled') {
    return reject({ reason: 'ShowtimeNotOnSale', showtimeStatus: 'cancelled' });
  }
  if (state.queue !== undefined) return reject({ reason: 'ShowtimeQueued', queueId: state.queue.queueId });
  return accept({ type: 'QueueAttached', data: { queueId, saleStartsAt } });
};

export const detachQueue = (
  { queueId }: ShowtimeAsked<'DetachQueue'>,
  { queue }: Showtime,
): ShowtimeDecision<'DetachQueue'> =>
  queue?.queueId === queueId ? accept({ type: 'QueueDetached', data: { queueId } }) : accept();
