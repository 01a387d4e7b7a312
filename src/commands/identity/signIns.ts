import type { KeyStore } from '../../ports/KeyStore.ts';
import type { CommandContext, Outcome } from '../engine/Outcome.ts';
import { type ConfirmOutcome, invalidCode } from '../recovery/confirmation.ts';
import { type BackgroundLogger, openBackground } from '../recovery/inBackground.ts';
import { codeHashOf, codeOf, recoveryIdOf } from '../recovery/recoveryCodes.ts';
import { type KeyDeps, refuseReusedKey, rememberRequest, underClaim } from '../request/claimKey.ts';
import type { Runners } from '../runners.ts';

export interface SignInsDeps {
  readonly commands: Pick<Runners, 'recoveries' | 'requests'>;
  readonly keyStore: Pick<KeyStore, 'seal' | 'sealBriefly'>;
  guestId(email: string): Promise<string>;
  readonly identityKey: Uint8Array;
  readonly codeKeys: readonly [Uint8Array, ...Uint8Array[]];
  readonly logger: BackgroundLogger;
}

type ConfirmSignInOutcome = ConfirmOutcome<{
  /** Of the code, which gives the session its id. */
  readonly codeId: string;
  readonly customerId: string;
}>;

export interface SignIns {
  /** Remembers a request under its key, whatever will come of it; undefined when it has none. */
  take(codeId: string, context: CommandContext): Promise<Outcome<unknown, never> | undefined>;
  /** Returns at once. The code is sent unless the address has had as many within the hour as it may. */
  request(email: string, codeId: string, context: CommandContext): void;
  confirm(
    request: { readonly email: string; readonly code: string },
    context: CommandContext,
  ): Promise<ConfirmSignInOutcome>;
  settled(): Promise<void>;
}

/** Codes for an address stand in the stream of those that open its bookings, so both count towards one limit. */
export const createSignIns = (deps: SignInsDeps): SignIns => {
  const { commands, keyStore, identityKey, codeKeys } = deps;
  const { recoveries, requests } = commands;
  const keys: KeyDeps = { requests, targets: recoveries };
  const background = openBackground(deps.logger);

  const issue = async (email: string, codeId: string, context: CommandContext): Promise<void> => {
    const customerId = await deps.guestId(email);
    const id = recoveryIdOf(identityKey, customerId);
    const codeHash = codeHashOf(codeKeys[0], id, codeOf(codeKeys[0], codeId));
    const address = await keyStore.sealBriefly(email);
    const command = { type: 'IssueSignInCode', codeId, customerId, address, codeHash } as const;
    const { outcome } = await recoveries.execute(id, command, context);
    if (outcome === 'unavailable') throw new Error('the log is away');
  };

  const decide = async (id: string, code: string, context: CommandContext): Promise<ConfirmSignInOutcome> => {
    const codeHashes = codeKeys.map((key) => codeHashOf(key, id, code));
    const decided = await recoveries.execute(id, { type: 'ConfirmSignIn', codeHashes }, context);
    if (decided.outcome !== 'done') return decided;
    const confirmed = decided.events.find(({ type }) => type === 'SignInConfirmed');
    if (confirmed?.type !== 'SignInConfirmed') return invalidCode;
    const { codeId, customerId, confirmedAt } = confirmed.data;
    // Gives the customer a key: an erasure reaches only who has one, and must reach everybody who signed in.
    await keyStore.seal(customerId, codeId);
    const { position, replayed } = decided;
    const confirmedAtMs = Date.parse(confirmedAt);
    return { outcome: 'confirmed', codeId, customerId, confirmedAtMs, position, replayed };
  };

  return {
    take: (codeId, context) => rememberRequest(keys, codeId, context),
    request: (email, codeId, context) => background.run(() => issue(email, codeId, context), context),
    confirm: async ({ email, code }, context) => {
      const reused = await refuseReusedKey(keys, context);
      if (reused !== undefined) return reused;
      const id = recoveryIdOf(identityKey, await deps.guestId(email));
      return underClaim(keys, id, context, () => decide(id, code, context));
    },
    settled: background.settled,
  };
};
