import { gateOpensBeforeMs } from '../../domain/policies/policies.ts';
import { KeyStoreUnavailable } from '../../ports/KeyStore.ts';
import type { CommandContext } from '../engine/Outcome.ts';
import { bookingKeys, underClaim } from '../request/claimKey.ts';
import type { Runners } from '../runners.ts';
import type { TheaterTexts } from '../theater/theaterTexts.ts';

export interface GateDeps {
  readonly commands: Pick<Runners, 'bookings' | 'requests' | 'theaters' | 'showtimes' | 'gates'>;
  readonly texts: TheaterTexts;
}

export interface AdmitRequest {
  readonly bookingId: string;
  /** Chosen by the caller, the same for a repeat: `keyedId`. */
  readonly checkinId: string;
  /** The theaters that the gate may admit for; any when absent. */
  readonly theaterIds?: readonly string[];
  readonly showtimeId?: string;
  readonly seatIds?: readonly string[];
  readonly scannedAtMs?: number;
  /** The code is past its time. */
  readonly expired?: boolean;
  readonly where?: string;
}

/** The text under the theater's key; undefined while no key can be had, because a gate goes on without its name. */
export const sealedIfPossible = async (texts: TheaterTexts, theaterId: string, text: string | undefined) => {
  try {
    return text === undefined ? undefined : await texts.seal(theaterId, text);
  } catch (error) {
    if (error instanceof KeyStoreUnavailable) return undefined;
    throw error;
  }
};

/** Runs `AdmitTicket` on the booking, under its theater's policy as it stands now. Throws EventStoreUnavailable. */
export const admitTicket = async (
  deps: GateDeps,
  { bookingId, where, ...gate }: AdmitRequest,
  context: CommandContext,
) => {
  const { bookings, theaters } = deps.commands;
  // A refused scan is recorded: the theater's policy, which is read after this, has to be current too.
  const { state: booking } = await bookings.readCurrent(bookingId);
  if (booking.status === 'none')
    return { outcome: 'rejected', rejection: { reason: 'BookingNotFound' } } as const;
  const { state: theater } = await theaters.read(booking.theaterId);
  const opensBeforeMs = gateOpensBeforeMs(theater.status === 'none' ? undefined : theater.details.policies);
  return await underClaim(bookingKeys(deps.commands), bookingId, context, async () => {
    const sealed = await sealedIfPossible(deps.texts, booking.theaterId, where);
    return bookings.execute(
      bookingId,
      { type: 'AdmitTicket', ...gate, opensBeforeMs, ...(sealed === undefined ? {} : { where: sealed }) },
      context,
    );
  });
};
