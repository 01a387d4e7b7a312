import type { GuestDeps } from './guestCustomer.ts';

/**
 * The id under which a signed-in customer buys. `ids` are all of one customer, that of new events first. A customer who was
 * erased under an older id keeps that one, so that a token from before the erasure buys nothing. Throws
 * EventStoreUnavailable.
 */
export const currentAccountId = async (
  { customers }: Pick<GuestDeps, 'customers'>,
  [current, ...older]: readonly string[],
): Promise<string> => {
  if (current === undefined) throw new Error('a guest has no account');
  for (const id of older) {
    if ((await customers.read(id)).state.status === 'erased') return id;
  }
  return current;
};
