/**
 * Forgetting a person: first the log remembers that they are to be forgotten, then their key is destroyed. Whatever
 * happens between the two, the erasures process finishes it, and does so again after a restore of the keys.
 */
import type {
  CustomerCommand,
  CustomerRejection,
  CustomerState,
} from '../domain/customer/customerDecider.ts';
import type { Position } from '../ports/EventStore.ts';
import { type KeyStore, KeyStoreUnavailable } from '../ports/KeyStore.ts';
import type { CommandRunner } from './CommandRunner.ts';
import type { CommandContext, Outcome } from './Outcome.ts';

export interface EraseCustomerDeps {
  readonly customers: Pick<CommandRunner<CustomerState, CustomerCommand, CustomerRejection>, 'execute'>;
  readonly keyStore: Pick<KeyStore, 'destroy'>;
}

export interface EraseCustomerRequest {
  readonly customerId: string;
  readonly by: 'customer' | 'admin';
}

export type EraseCustomerOutcome =
  /** Recorded, and the key is gone. `position` is that of the record. Also for a customer nobody has heard of. */
  | { readonly outcome: 'erased'; readonly position: Position; readonly replayed: boolean }
  /**
   * `unavailable` also when the erasure is recorded but the key store is away: then it is finished later by itself,
   * and a repeat says how it went.
   */
  | Exclude<
      Outcome<CustomerState, CustomerRejection>,
      { readonly outcome: 'done' } | { readonly outcome: 'rejected' }
    >;

const retryAfterMs = 2_000;

/** Repeating it is harmless, with or without an idempotency key. */
export const eraseCustomer = async (
  { customers, keyStore }: EraseCustomerDeps,
  { customerId, by }: EraseCustomerRequest,
  context: CommandContext,
): Promise<EraseCustomerOutcome> => {
  const recorded = await customers.execute(customerId, { type: 'EraseCustomer', customerId, by }, context);
  if (recorded.outcome === 'rejected') throw new Error('an erasure is never refused');
  if (recorded.outcome !== 'done') return recorded;
  try {
    await keyStore.destroy(customerId);
  } catch (error) {
    if (!(error instanceof KeyStoreUnavailable)) throw error;
    return { outcome: 'unavailable', why: error.message, retryAfterMs };
  }
  return { outcome: 'erased', position: recorded.position, replayed: recorded.replayed };
};
