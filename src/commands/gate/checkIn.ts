import type { BookingStatus } from '../../domain/booking/BookingState.ts';
import type { BookingRejections } from '../../domain/booking/commands.ts';
import type { RefusedScan } from '../../domain/gate/events.ts';
import type { TicketClaims } from '../../domain/ticket/ticketClaims.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { Position } from '../../ports/EventStore.ts';
import { KeyStoreUnavailable } from '../../ports/KeyStore.ts';
import type { TicketCodes } from '../../ports/TicketCodes.ts';
import type { CommandContext, Outcome } from '../engine/Outcome.ts';
import { bookingKeys, refuseReusedKey } from '../request/claimKey.ts';
import { type AdmitRequest, admitTicket, type GateDeps } from './admitTicket.ts';
import { recordRefusedScan } from './recordRefusedScan.ts';

export interface CheckInRequest {
  /** As scanned. */
  readonly code: string;
  /** Both chosen by the caller, the same for a repeat: `keyedId`. */
  readonly checkinId: string;
  readonly scanId: string;
  /** The theaters that the gate may admit for; any when absent. */
  readonly theaterIds?: readonly string[];
  /** The showtime that the gate admits to; any when absent. */
  readonly showtimeId?: string;
  /** All that are not yet admitted when absent. */
  readonly seatIds?: readonly string[];
  /** When a gate without a network scanned it, in milliseconds since the epoch. */
  readonly scannedAtMs?: number;
  /** The gate's name; sealed before it enters the log. */
  readonly where?: string;
}

export interface CheckInDeps extends GateDeps {
  readonly codes: Pick<TicketCodes, 'verifyTicket'>;
  readonly clock: Clock;
}

type Admitted = Awaited<ReturnType<typeof admitTicket>>;

export type CheckInRejection =
  | { readonly reason: 'OtherTheater' }
  | { readonly reason: 'TooEarly'; readonly opensAt: string }
  | { readonly reason: 'ScanNotUsable'; readonly why: 'too-old' | 'in-the-future' }
  | { readonly reason: 'WrongShowtime'; readonly showtimeId: string }
  | { readonly reason: 'NotConfirmed'; readonly bookingStatus: BookingStatus }
  | { readonly reason: 'UnknownSeat'; readonly unknown: readonly string[] }
  | {
      readonly reason: 'AlreadyInside';
      readonly admittedAt: string;
      readonly seatIds: readonly string[];
      readonly where?: string;
    }
  | {
      readonly reason: 'InvalidTicket';
      /** `unknown-booking`: signed by us, but the log does not know it. */
      readonly why: 'malformed' | 'bad-signature' | 'expired' | 'unknown-booking';
    };

export type CheckInOutcome =
  | {
      readonly outcome: 'admitted';
      /** Absent in the repeat of an admission of before there were ids. */
      readonly checkinId?: string;
      readonly bookingId: string;
      readonly reference: string;
      /** Of this admission. */
      readonly seatIds: readonly string[];
      /** ISO 8601 UTC. */
      readonly admittedAt: string;
      readonly position: Position;
      readonly replayed: boolean;
    }
  | { readonly outcome: 'rejected'; readonly rejection: CheckInRejection }
  | Exclude<Outcome<never, never>, { readonly outcome: 'done' | 'rejected' }>;

/**
 * Admits the seats of a ticket. A refused scan is kept for the showtime's list of failed ones, an offline scan of seats that
 * are inside as a conflict. Throws EventStoreUnavailable.
 */
export const checkIn = async (
  deps: CheckInDeps,
  request: CheckInRequest,
  context: CommandContext,
): Promise<CheckInOutcome> => {
  const reused = await refuseReusedKey(bookingKeys(deps.commands), context);
  if (reused !== undefined) return reused;
  const { code, scanId: _scanId, ...gate } = request;
  const checked = await deps.codes.verifyTicket(code, gate.scannedAtMs ?? deps.clock.nowMs());
  if (!('claims' in checked)) return refuse(deps, request, context, invalid(checked.why));
  const { claims } = checked;
  const { bookingId } = claims;
  // An expired code admits no more, but a repeat of its admission gets its first answer.
  const expired = checked.valid ? {} : { expired: true };
  const outcome = await admitTicket(deps, { bookingId, ...gate, ...expired }, context);
  if (outcome.outcome === 'rejected') {
    return refuse(deps, request, context, await answerTo(deps, claims, outcome.rejection), claims);
  }
  return outcome.outcome === 'done' ? admittedOf(outcome, gate.checkinId) : outcome;
};

/** Admits seats of a booking that staff have before them, without its ticket. Throws EventStoreUnavailable. */
export const checkInBooking = async (
  deps: GateDeps,
  request: Pick<AdmitRequest, 'bookingId' | 'checkinId' | 'seatIds'>,
  context: CommandContext,
): Promise<CheckInOutcome> => {
  const outcome = await admitTicket(deps, request, context);
  if (outcome.outcome === 'rejected') {
    return { outcome: 'rejected', rejection: await answerTo(deps, request, outcome.rejection) };
  }
  return outcome.outcome === 'done' ? admittedOf(outcome, request.checkinId) : outcome;
};

const admittedOf = (
  { state: booking, position, replayed }: Extract<Admitted, { readonly outcome: 'done' }>,
  asked: string,
): CheckInOutcome => {
  if (booking.status === 'none') throw new Error('a ticket was admitted without a booking');
  const { bookingId, reference, admissions } = booking;
  const admission = admissions.find((each) => each.checkinId === asked) ?? admissions.at(-1);
  if (admission === undefined) throw new Error('a ticket was admitted without an admission');
  const { checkinId, seatIds, admittedAt } = admission;
  const id = checkinId === undefined ? {} : { checkinId };
  return { outcome: 'admitted', ...id, bookingId, reference, seatIds, admittedAt, position, replayed };
};

const invalid = (why: Extract<CheckInRejection, { readonly reason: 'InvalidTicket' }>['why']) =>
  ({ reason: 'InvalidTicket', why }) as const;

const answerTo = async (
  { texts, commands }: GateDeps,
  { bookingId }: Pick<TicketClaims, 'bookingId'>,
  rejection: BookingRejections['AdmitTicket'],
): Promise<CheckInRejection> => {
  switch (rejection.reason) {
    case 'BookingNotFound':
      return invalid('unknown-booking');
    case 'TicketExpired':
      return invalid('expired');
    case 'AlreadyAdmitted': {
      const { admittedAt, seatIds, where: sealed } = rejection;
      const { state } = await commands.bookings.read(bookingId);
      const opening =
        sealed === undefined || state.status === 'none' ? undefined : texts.open(state.theaterId, sealed);
      const where = await opening?.catch((error: unknown) => {
        if (error instanceof KeyStoreUnavailable) return undefined;
        throw error;
      });
      return {
        reason: 'AlreadyInside',
        admittedAt,
        seatIds,
        ...(where === undefined ? {} : { where }),
      };
    }
    case 'OtherTheater':
    case 'TooEarly':
    case 'ScanNotUsable':
    case 'WrongShowtime':
    case 'NotConfirmed':
    case 'UnknownSeat':
      return rejection;
  }
};

const whyOf = (rejection: CheckInRejection, scannedAtMs: number | undefined): RefusedScan['why'] => {
  switch (rejection.reason) {
    case 'AlreadyInside':
      // The same scan may be sent twice without a key.
      return scannedAtMs === undefined || scannedAtMs === Date.parse(rejection.admittedAt)
        ? 'already-admitted'
        : 'conflict';
    case 'OtherTheater':
    case 'WrongShowtime':
      return 'wrong-showtime';
    case 'TooEarly':
      return 'too-early';
    case 'ScanNotUsable':
      return 'scan-not-usable';
    case 'NotConfirmed':
      return 'not-confirmed';
    case 'UnknownSeat':
      return 'unknown-seat';
    case 'InvalidTicket':
      return 'invalid-ticket';
  }
};

const refuse = async (
  deps: CheckInDeps,
  request: CheckInRequest,
  context: CommandContext,
  rejection: CheckInRejection,
  claims?: TicketClaims,
): Promise<CheckInOutcome> => {
  const { scanId, theaterIds, showtimeId, scannedAtMs, seatIds, where } = request;
  const other = rejection.reason === 'OtherTheater';
  const notRecorded = await recordRefusedScan(
    deps,
    {
      scanId,
      why: whyOf(rejection, scannedAtMs),
      showtimeId: showtimeId ?? claims?.showtimeId,
      scannedAtMs: scannedAtMs ?? deps.clock.nowMs(),
      offline: scannedAtMs !== undefined,
      ...(theaterIds === undefined ? {} : { theaterIds }),
      ...(seatIds === undefined ? {} : { seatIds }),
      ...(where === undefined ? {} : { where }),
      ...(claims === undefined || other ? {} : { claims }),
    },
    context,
  );
  return notRecorded ?? { outcome: 'rejected', rejection };
};
