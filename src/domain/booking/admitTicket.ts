import { accept, reject } from '../kernel/decider.ts';
import { type Admission, type Booking, keptSeats, standingAdmissions } from './BookingState.ts';
import type { BookingAsked, BookingDecision, BookingRejections } from './commands.ts';

const scanAgeMsMax = 24 * 60 * 60_000;
/** Between the clock of a gate and that of the server. */
const clockSkewMsMax = 5 * 60_000;

const isOf = ({ theaterId }: Booking, theaterIds: readonly string[] | undefined): boolean =>
  theaterIds === undefined || theaterIds.includes(theaterId);

const alreadyAdmitted = ({ admittedAt, seatIds, where }: Admission): BookingDecision<'AdmitTicket'> =>
  reject({ reason: 'AlreadyAdmitted', admittedAt, seatIds, ...(where === undefined ? {} : { where }) });

const whyNotUsable = ({
  scannedAtMs,
  nowMs,
}: BookingAsked<'AdmitTicket'>):
  | Extract<BookingRejections['AdmitTicket'], { reason: 'ScanNotUsable' }>['why']
  | undefined => {
  if (scannedAtMs === undefined) return undefined;
  if (scannedAtMs > nowMs + clockSkewMsMax) return 'in-the-future';
  return scannedAtMs < nowMs - scanAgeMsMax ? 'too-old' : undefined;
};

/** The show's doors open `opensBeforeMs` before its start and close at its end; an offline scan counts at its own time. */
export const admitTicket = (
  command: BookingAsked<'AdmitTicket'>,
  state: Booking,
): BookingDecision<'AdmitTicket'> => {
  const { checkinId, theaterIds, showtimeId, opensBeforeMs, scannedAtMs, expired, where, nowMs } = command;
  const known = state.admissions.some((admission) => admission.checkinId === checkinId);
  if (known) return accept();
  if (!isOf(state, theaterIds)) return reject({ reason: 'OtherTheater' });
  if (state.status !== 'confirmed') return reject({ reason: 'NotConfirmed', bookingStatus: state.status });
  if (showtimeId !== undefined && showtimeId !== state.showtimeId) {
    return reject({ reason: 'WrongShowtime', showtimeId: state.showtimeId });
  }
  const kept = keptSeats(state).map(({ id }) => id);
  const unknown = (command.seatIds ?? []).filter((id) => !kept.includes(id));
  if (unknown.length > 0) return reject({ reason: 'UnknownSeat', unknown });

  const admissions = standingAdmissions(state);
  const inside = new Set(admissions.flatMap(({ seatIds }) => seatIds));
  const wanted = [...new Set(command.seatIds ?? kept.filter((id) => !inside.has(id)))];
  const before = admissions.find(({ seatIds }) => seatIds.some((id) => wanted.includes(id)));
  if (before !== undefined) return alreadyAdmitted(before);
  const latest = admissions.at(-1);
  if (wanted.length === 0 && latest !== undefined) return alreadyAdmitted(latest);

  const why = whyNotUsable(command);
  if (why !== undefined) return reject({ reason: 'ScanNotUsable', why });
  const atMs = scannedAtMs ?? nowMs;
  const opensAtMs = Date.parse(state.startsAt) - opensBeforeMs;
  if (atMs < opensAtMs) return reject({ reason: 'TooEarly', opensAt: new Date(opensAtMs).toISOString() });
  if (expired === true || atMs >= Date.parse(state.endsAt)) return reject({ reason: 'TicketExpired' });
  return accept({
    type: 'TicketAdmitted',
    data: {
      checkinId,
      admittedAt: new Date(atMs).toISOString(),
      seatIds: wanted,
      ...(scannedAtMs === undefined ? {} : { offline: true }),
      ...(where === undefined ? {} : { where }),
    },
  });
};

export const undoAdmission = (
  command: BookingAsked<'UndoAdmission'>,
  state: Booking,
): BookingDecision<'UndoAdmission'> => {
  const { checkinId, theaterIds, reason } = command;
  if (!isOf(state, theaterIds)) return reject({ reason: 'OtherTheater' });
  const admission = state.admissions.find((each) => each.checkinId === checkinId);
  if (admission === undefined) return reject({ reason: 'CheckinNotFound' });
  if (admission.undone === true) return accept();
  return accept({
    type: 'AdmissionUndone',
    data: { checkinId, seatIds: [...admission.seatIds], reason },
  });
};
