import type { Commands } from '../../commands/Commands.ts';
import type { BookingState } from '../../domain/booking/BookingState.ts';
import type { Money } from '../../domain/kernel/money.ts';
import { compactSeats } from '../../domain/showtime/inventory/SeatInventory.ts';
import type { ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import { bookingView } from '../booking/views.ts';
import type { ChangedStream } from './changedStreams.ts';
import type { Change } from './schemas.ts';

export type DiffCommands = Pick<Commands, 'showtimes' | 'bookings' | 'halls' | 'queues'>;

export interface TheaterChange {
  /** Whose staff see it; none for what is no theater's. */
  readonly theaterIds: readonly string[];
  readonly more: Partial<Change>;
}

/** What was before and after, if it is not the same. */
const changed = <Name extends string, Value>(name: Name, before: Value, after: Value) =>
  JSON.stringify(before) === JSON.stringify(after) ? {} : { [name]: [before, after] };

const lettersOf = (state: ShowtimeState): ReadonlyMap<string, string> => {
  if (state.status === 'none') return new Map();
  const letters = compactSeats(state.inventory);
  return new Map(state.inventory.plan.ids.map((id, index) => [id, letters[index] ?? '']));
};

const seatsChanged = (before: ShowtimeState, after: ShowtimeState): Pick<Change, 'seats'> => {
  if (before.status === 'none') return {};
  const [was, is] = [lettersOf(before), lettersOf(after)];
  const differing = [...new Set([...was.keys(), ...is.keys()])].filter((id) => was.get(id) !== is.get(id));
  if (differing.length === 0) return {};
  return {
    seats: Object.fromEntries(differing.map((id) => [id, [was.get(id) ?? null, is.get(id) ?? null]])),
  };
};

const statusOf = ({ status }: { readonly status: string }): string | null =>
  status === 'none' ? null : status;

const ofShowtime = async (
  { showtimes }: DiffCommands,
  { id, firstRevision, lastRevision }: ChangedStream,
): Promise<TheaterChange> => {
  const { state: before } = await showtimes.readAt(id, firstRevision - 1);
  const { state: after } = await showtimes.readAt(id, lastRevision);
  return {
    theaterIds: after.status === 'none' ? [] : [after.facts.theaterId],
    more: { ...changed('status', statusOf(before), statusOf(after)), ...seatsChanged(before, after) },
  };
};

const moneyOf = (state: BookingState): Readonly<Record<'captured' | 'refunded', Money | null>> => {
  const { captured = null, refunded = null } = state.status === 'none' ? {} : bookingView(state).payment;
  return { captured, refunded };
};

const ofBooking = async (
  { bookings }: DiffCommands,
  { id, firstRevision, lastRevision }: ChangedStream,
): Promise<TheaterChange> => {
  const { state: before } = await bookings.readAt(id, firstRevision - 1);
  const { state: after } = await bookings.readAt(id, lastRevision);
  if (after.status === 'none') return { theaterIds: [], more: {} };
  const [was, is] = [moneyOf(before), moneyOf(after)];
  return {
    theaterIds: [after.theaterId],
    more: {
      showtimeId: after.showtimeId,
      ...changed('status', statusOf(before), statusOf(after)),
      ...changed('captured', was.captured, is.captured),
      ...changed('refunded', was.refunded, is.refunded),
    },
  };
};

/** Throws EventStoreUnavailable, UnreadableEvent. */
export const changeOf = async (commands: DiffCommands, stream: ChangedStream): Promise<TheaterChange> => {
  const { kind, id } = stream;
  switch (kind) {
    case 'showtime':
      return ofShowtime(commands, stream);
    case 'booking':
      return ofBooking(commands, stream);
    case 'gate':
    case 'demand': {
      const { state } = await commands.showtimes.readAt(id, 0);
      return { theaterIds: state.status === 'none' ? [] : [state.facts.theaterId], more: {} };
    }
    case 'hall':
    case 'schedule': {
      const { state } = await commands.halls.readAt(id, 0);
      return { theaterIds: state.status === 'none' ? [] : [state.theaterId], more: {} };
    }
    case 'queue': {
      const { state } = await commands.queues.readAt(id, 0);
      return { theaterIds: state.status === 'none' ? [] : state.theaterIds, more: {} };
    }
    case 'theater':
      return { theaterIds: [id], more: {} };
    case 'movie':
      return { theaterIds: [], more: {} };
  }
};
