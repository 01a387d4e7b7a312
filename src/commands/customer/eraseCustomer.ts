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

export const eraseCustomer = async (
  { customers, keyStore }: EraseCustomerDeps,
  { customerId, by }: EraseCustomerRequest,
  context: CommandContext,
): Promise<EraseCustomerOutcome> => {
  try {
    const { state } = await customers.read(customerId);
    const known = state.status === 'erased' || (await keyStore.standing(customerId)) !== 'none';
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
