/** The gate: a ticket lets its holders in once, to its own showtime, while it is paid for and not past its time. */
import { accept, type Decision, reject, type Timed } from '../kernel/decider.ts';
import { type Booking, keptSeats } from './BookingState.ts';
import type { BookingCommand, BookingRejection } from './commands.ts';
import type { BookingEvent } from './events.ts';

export const admitTicket = (
  command: Timed<Extract<BookingCommand, { type: 'AdmitTicket' }>>,
  state: Booking,
): Decision<BookingEvent, BookingRejection> => {
  const { showtimeId, expired, by, where, nowMs } = command;
  if (expired === true && state.admitted === undefined) return reject({ reason: 'TicketExpired' });
  if (state.status !== 'confirmed') return reject({ reason: 'NotConfirmed', bookingStatus: state.status });
  if (showtimeId !== undefined && showtimeId !== state.showtimeId) {
    return reject({ reason: 'WrongShowtime', showtimeId: state.showtimeId });
  }
  if (state.admitted !== undefined) return reject({ reason: 'AlreadyAdmitted', ...state.admitted });
  return accept({
    type: 'TicketAdmitted',
    data: {
      admittedAt: new Date(nowMs).toISOString(),
      seatIds: keptSeats(state).map(({ id }) => id),
      ...(by === undefined ? {} : { by }),
      ...(where === undefined ? {} : { where }),
    },
  });
};
