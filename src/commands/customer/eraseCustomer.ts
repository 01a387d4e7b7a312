import { EventStoreUnavailable, type Position } from '../../ports/EventStore.ts';
import { type KeyStore, KeyStoreUnavailable } from '../../ports/KeyStore.ts';
import type { CommandContext, Outcome } from '../engine/Outcome.ts';
import type { Runners } from '../runners.ts';

export interface EraseCustomerDeps {
  readonly customers: Pick<Runners['customers'], 'execute' | 'read'>;
  readonly keyStore: Pick<KeyStore, 'destroy' | 'standing'>;
}

export interface EraseCustomerRequest {
  readonly customerId: string;
  readonly by: 'customer' | 'admin';
}

export type EraseCustomerRejection = { readonly reason: 'CustomerNotFound' };

export type EraseCustomerOutcome =
  /** `position` is that of the CustomerErased event, where one was needed. */
  | { readonly outcome: 'erased'; readonly position: Position; readonly replayed: boolean }
  | { readonly outcome: 'rejected'; readonly rejection: EraseCustomerRejection }
  /** `unavailable` also when it is recorded but the key store is away: a job then finishes it. */
  | Exclude<Outcome<never, never>, { readonly outcome: 'done' } | { readonly outcome: 'rejected' }>;

const retryAfterMs = 2_000;

const isKnown = async ({ customers, keyStore }: EraseCustomerDeps, customerId: string): Promise<boolean> => {
  const { state } = await customers.read(customerId);
  return state.status === 'erased' || (await keyStore.standing(customerId)) !== 'none';
};

export const eraseCustomer = async (
  { customers, keyStore }: EraseCustomerDeps,
  { customerId, by }: EraseCustomerRequest,
  context: CommandContext,
): Promise<EraseCustomerOutcome> => {
  try {
    const known = await isKnown({ customers, keyStore }, customerId);
    if (!known && by === 'admin') return { outcome: 'rejected', rejection: { reason: 'CustomerNotFound' } };
    const command = { type: 'EraseCustomer', customerId, by, known } as const;
    const recorded = await customers.execute(customerId, command, context);
    if (recorded.outcome !== 'done') return recorded;
    if (recorded.state.status === 'erased') await keyStore.destroy(customerId);
    return { outcome: 'erased', position: recorded.position, replayed: recorded.replayed };
  } catch (error) {
    if (!(error instanceof KeyStoreUnavailable || error instanceof EventStoreUnavailable)) throw error;
    return { outcome: 'unavailable', why: error.message, retryAfterMs };
  }
};

export interface EraseAccountRequest extends Pick<EraseCustomerRequest, 'by'> {
  /** All ids of one customer, that of new events first; at least one. */
  readonly customerIds: readonly string[];
}

/** Erases a customer under every id that is known. Repeating it is harmless. */
export const eraseAccount = async (
  deps: EraseCustomerDeps,
  { customerIds, by }: EraseAccountRequest,
  context: CommandContext,
): Promise<EraseCustomerOutcome> => {
  let erased: Extract<EraseCustomerOutcome, { outcome: 'erased' }> | undefined;
  try {
    for (const customerId of customerIds) {
      if (!(await isKnown(deps, customerId))) continue;
      const outcome = await eraseCustomer(deps, { customerId, by }, context);
      if (outcome.outcome !== 'erased') return outcome;
      const { position } = outcome;
      erased =
        erased === undefined
          ? outcome
          : {
              outcome: 'erased',
              position: position > erased.position ? position : erased.position,
              replayed: erased.replayed && outcome.replayed,
            };
    }
  } catch (error) {
    if (!(error instanceof KeyStoreUnavailable || error instanceof EventStoreUnavailable)) throw error;
    return { outcome: 'unavailable', why: error.message, retryAfterMs };
  }
  const [first = ''] = customerIds;
  return erased ?? eraseCustomer(deps, { customerId: first, by }, context);
};
