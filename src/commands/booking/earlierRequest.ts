import { bookingLimits } from '../../domain/booking/eventFields.ts';
import { bookingOfHold } from '../../domain/showtime/inventory/findHold.ts';
import type { ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import type { CommandContext } from '../engine/Outcome.ts';
import { type Attempts, attemptOf, openedBy } from './answerAttempt.ts';
import type { BookingDeps } from './BookingDeps.ts';

/**
 * An attempt that reached no gateway is in the log with its key, though its request was refused (503). The key of the
 * next try therefore carries the number of such attempts, so that a repeat is decided again.
 */
export const keyOfTry = (
  { key, body, earlier = [] }: NonNullable<CommandContext['idempotency']>,
  unreached: number,
): NonNullable<CommandContext['idempotency']> => ({
  key: unreached === 0 ? key : `${key}.${unreached}`,
  body,
  earlier: earlier.map((each) => keyOfTry(each, unreached)),
});

interface Earlier {
  readonly repeated: Attempts | undefined;
  readonly unreached: number;
}

export const findEarlier = async (
  { commands }: BookingDeps,
  showtime: ShowtimeState,
  holdId: string,
  { idempotency, ...unkeyed }: CommandContext,
): Promise<Earlier> => {
  const bookingId = showtime.status === 'none' ? undefined : bookingOfHold(showtime.inventory, holdId);
  let unreached = 0;
  while (bookingId !== undefined && idempotency !== undefined && unreached < bookingLimits.attemptsMax) {
    const named = { ...unkeyed, idempotency: keyOfTry(idempotency, unreached) };
    const repeated = await commands.bookings.repeat(bookingId, named);
    if (repeated === undefined) break;
    if (repeated.outcome !== 'done') return { repeated, unreached };
    const { state } = await commands.bookings.read(bookingId);
    const { attempt } = openedBy(repeated);
    if (state.status === 'none' || attemptOf(state, attempt).result !== 'unreached') {
      return { repeated, unreached };
    }
    unreached += 1;
  }
  return { repeated: undefined, unreached };
};
