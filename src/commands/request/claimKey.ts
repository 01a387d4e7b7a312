/**
 * One idempotency key stands for one body. Where the body alone names the stream that is written, the key has a stream of
 * its own: it is claimed before anything else is written and released when the request is refused.
 */
import type { RequestRejection, RequestState } from '../../domain/request/requestDecider.ts';
import type { CommandContext, Outcome } from '../engine/Outcome.ts';
import type { Runners } from '../runners.ts';

type Refused = Exclude<Outcome<never, never>, { readonly outcome: 'done' | 'rejected' }>;

export interface KeyDeps {
  readonly requests: Runners['requests'];
  /** What the requests write, each of which remembers its keys. */
  readonly targets: Pick<Runners['bookings'], 'repeat'> | Pick<Runners['recoveries'], 'repeat'>;
}

export const bookingKeys = ({ requests, bookings }: Pick<Runners, 'requests' | 'bookings'>): KeyDeps => ({
  requests,
  targets: bookings,
});

/** Why a claim that another body holds refuses this one; undefined when that claim's request has failed. */
const standing = async (
  { targets }: KeyDeps,
  { target, mayRun }: RequestRejection,
  context: CommandContext,
): Promise<Refused | undefined> => {
  if ((await targets.repeat(target, context)) !== undefined) return { outcome: 'key-reused' };
  return mayRun ? { outcome: 'in-progress' } : undefined;
};

/** Why the key cannot be used for this body; undefined when it can, or when there is none. */
export const refuseReusedKey = async (
  deps: KeyDeps,
  context: CommandContext,
): Promise<Refused | undefined> => {
  const { idempotency, ...unkeyed } = context;
  if (idempotency === undefined) return undefined;
  const { key: current, body: currentBody, earlier = [] } = idempotency;
  // The key may have been claimed under an older secret.
  for (const { key, body } of [{ key: current, body: currentBody }, ...earlier]) {
    const checked = await deps.requests.execute(key, { type: 'CheckRequest', body }, unkeyed);
    const refused =
      checked.outcome === 'rejected' ? await standing(deps, checked.rejection, context) : checked;
    if (refused !== undefined && refused.outcome !== 'done') return refused;
  }
  return undefined;
};

/** Runs a request under a claim of its key. `target` is the id of what the request writes. */
export const underClaim = async <Result extends { readonly outcome: string }>(
  deps: KeyDeps,
  target: string,
  context: CommandContext,
  run: () => Promise<Result>,
): Promise<Result | Refused> => {
  const { idempotency, ...unkeyed } = context;
  if (idempotency === undefined) return run();
  const { requests } = deps;
  const { key, body } = idempotency;
  const claim = { type: 'ClaimRequest', body, target } as const;
  let claimed = await requests.execute(key, claim, unkeyed);
  if (claimed.outcome === 'rejected') {
    const refused = await standing(deps, claimed.rejection, context);
    if (refused !== undefined) return refused;
    claimed = await requests.execute(key, { ...claim, instead: claimed.rejection.claimedAt }, unkeyed);
    if (claimed.outcome === 'rejected') return { outcome: 'in-progress' };
  }
  if (claimed.outcome !== 'done') return claimed;
  const result = await run();
  if (result.outcome === 'rejected') await requests.execute(key, { type: 'ReleaseRequest', body }, unkeyed);
  return result;
};

/** Remembers a request that is answered before it is carried out, and always alike. Undefined without a key. */
export const rememberRequest = async (
  { requests }: Pick<KeyDeps, 'requests'>,
  madeId: string,
  context: CommandContext,
): Promise<Outcome<RequestState, never> | undefined> => {
  const { idempotency } = context;
  if (idempotency === undefined) return undefined;
  const { key, body, earlier = [] } = idempotency;
  for (const older of earlier) {
    const repeated = await requests.repeat(older.key, context);
    if (repeated !== undefined) return repeated;
  }
  const claim = { type: 'ClaimRequest', body, target: madeId } as const;
  const claimed = await requests.execute(key, claim, context);
  return claimed.outcome === 'rejected' ? { outcome: 'key-reused' } : claimed;
};
