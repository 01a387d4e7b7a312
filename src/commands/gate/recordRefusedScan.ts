import type { RefusedScan } from '../../domain/gate/events.ts';
import type { TicketClaims } from '../../domain/ticket/ticketClaims.ts';
import type { CommandContext, Outcome } from '../engine/Outcome.ts';
import { type GateDeps, sealedIfPossible } from './admitTicket.ts';

export interface RefusedScanRequest {
  readonly scanId: string;
  readonly why: RefusedScan['why'];
  /** The gate's showtime, else the one that the code names. */
  readonly showtimeId: string | undefined;
  readonly theaterIds?: readonly string[];
  readonly scannedAtMs: number;
  readonly offline: boolean;
  readonly seatIds?: readonly string[];
  readonly where?: string;
  /** Absent for a code that is not ours, or of another theater. */
  readonly claims?: TicketClaims;
}

const maybe = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: Value };

/**
 * Keeps the scan for the showtime's list of failed ones. Nothing is kept when no showtime of the caller's theaters is known.
 * Gives the outcome of a log that is away, else undefined. Throws EventStoreUnavailable.
 */
export const recordRefusedScan = async (
  { commands, texts }: GateDeps,
  request: RefusedScanRequest,
  { idempotency: _key, ...context }: CommandContext,
): Promise<Extract<Outcome<never, never>, { readonly outcome: 'unavailable' }> | undefined> => {
  const { scanId, why, showtimeId, theaterIds, scannedAtMs, offline, seatIds, where, claims } = request;
  if (showtimeId === undefined) return undefined;
  const { state: showtime } = await commands.showtimes.read(showtimeId);
  if (showtime.status === 'none') return undefined;
  const { theaterId } = showtime.facts;
  if (theaterIds !== undefined && !theaterIds.includes(theaterId)) return undefined;
  const scan: RefusedScan = {
    scanId,
    why,
    scannedAt: new Date(scannedAtMs).toISOString(),
    ...(offline ? { offline: true } : {}),
    ...(claims === undefined ? {} : { bookingId: claims.bookingId, reference: claims.reference }),
    ...maybe('seatIds', seatIds === undefined ? undefined : [...seatIds]),
    ...maybe('where', await sealedIfPossible(texts, theaterId, where)),
  };
  const outcome = await commands.gates.execute(showtimeId, { type: 'RecordRefusedScan', scan }, context);
  return outcome.outcome === 'unavailable' ? outcome : undefined;
};
