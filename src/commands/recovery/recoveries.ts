import { readReference } from '../../domain/booking/reference.ts';
import type { CommandContext, Outcome } from '../engine/Outcome.ts';
import { type KeyDeps, refuseReusedKey, rememberRequest, underClaim } from '../request/claimKey.ts';
import type { Runners } from '../runners.ts';
import { type ConfirmOutcome, invalidCode } from './confirmation.ts';
import { type BackgroundLogger, openBackground } from './inBackground.ts';
import { codeHashOf, codeOf, recoveryIdOf, referenceHashOf } from './recoveryCodes.ts';

export interface RecoveriesDeps {
  readonly commands: Pick<Runners, 'recoveries' | 'requests'>;
  /** From a read model. */
  findBooking(
    reference: string,
    email: string,
  ): Promise<{ readonly bookingId: string; readonly customerId: string } | undefined>;
  /** Waits, at most `withinMs`, until `findBooking` knows all that is in the log now; false when it does not. */
  reachHead(withinMs: number): Promise<boolean>;
  guestId(email: string): Promise<string>;
  /** Names addresses and references in events. Never rotated. */
  readonly identityKey: Uint8Array;
  readonly codeKeys: readonly [Uint8Array, ...Uint8Array[]];
  readonly logger: BackgroundLogger;
}

export interface RecoveryRequest {
  readonly reference: string;
  readonly email: string;
}

type ConfirmRecoveryOutcome = ConfirmOutcome<{ readonly bookingId: string }>;

export interface Recoveries {
  /** Remembers a request under its key, whatever will come of it; undefined when it has none. */
  take(codeId: string, context: CommandContext): Promise<Outcome<unknown, never> | undefined>;
  /** Returns at once, so that nothing is told of the booking. */
  request(request: RecoveryRequest, codeId: string, context: CommandContext): void;
  confirm(
    request: RecoveryRequest & { readonly code: string },
    context: CommandContext,
  ): Promise<ConfirmRecoveryOutcome>;
  settled(): Promise<void>;
}

/** A booking of a moment ago may be missing in the read model. */
const bookingKnownWithinMs = 30_000;

class BookingsBehind extends Error {
  override readonly name = 'BookingsBehind';
}

export const createRecoveries = (deps: RecoveriesDeps): Recoveries => {
  const { commands, identityKey, codeKeys } = deps;
  const { recoveries, requests } = commands;
  const keys: KeyDeps = { requests, targets: recoveries };
  const background = openBackground(deps.logger);
  const idOf = async (email: string) => recoveryIdOf(identityKey, await deps.guestId(email));

  const findBooking = async (reference: string, email: string) => {
    const known = await deps.findBooking(reference, email);
    if (known !== undefined) return known;
    const isKnown = await deps.reachHead(bookingKnownWithinMs);
    const found = await deps.findBooking(reference, email);
    if (found === undefined && !isKnown) throw new BookingsBehind('the list of bookings is behind');
    return found;
  };

  const issue = async (
    { reference: typed, email }: RecoveryRequest,
    codeId: string,
    context: CommandContext,
  ): Promise<void> => {
    const reference = readReference(typed);
    const booking = reference === undefined ? undefined : await findBooking(reference, email);
    if (reference === undefined || booking === undefined) return;
    const id = await idOf(email);
    const [key] = codeKeys;
    const { bookingId, customerId } = booking;
    const hashes = {
      referenceHash: referenceHashOf(identityKey, reference),
      codeHash: codeHashOf(key, id, codeOf(key, codeId)),
    };
    const command = { type: 'IssueRecoveryCode', codeId, bookingId, customerId, ...hashes } as const;
    const { outcome } = await recoveries.execute(id, command, context);
    if (outcome === 'unavailable') throw new Error('the log is away');
  };

  const decide = async (
    id: string,
    { reference: typed, code }: RecoveryRequest & { readonly code: string },
    context: CommandContext,
  ): Promise<ConfirmRecoveryOutcome> => {
    const referenceHash = referenceHashOf(identityKey, readReference(typed) ?? '');
    const codeHashes = codeKeys.map((key) => codeHashOf(key, id, code));
    const command = { type: 'ConfirmRecovery', referenceHash, codeHashes } as const;
    const decided = await recoveries.execute(id, command, context);
    if (decided.outcome !== 'done') return decided;
    const confirmed = decided.events.find(({ type }) => type === 'RecoveryConfirmed');
    if (confirmed?.type !== 'RecoveryConfirmed') return invalidCode;
    const { bookingId, confirmedAt } = confirmed.data;
    const { position, replayed } = decided;
    return { outcome: 'confirmed', bookingId, confirmedAtMs: Date.parse(confirmedAt), position, replayed };
  };

  return {
    take: (codeId, context) => rememberRequest(keys, codeId, context),
    request: (request, codeId, context) => background.run(() => issue(request, codeId, context), context),
    confirm: async (request, context) => {
      const reused = await refuseReusedKey(keys, context);
      if (reused !== undefined) return reused;
      const id = await idOf(request.email);
      return underClaim(keys, id, context, () => decide(id, request, context));
    },
    settled: background.settled,
  };
};
