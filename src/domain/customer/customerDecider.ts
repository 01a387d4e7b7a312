/** Whether a customer was erased. Bookings are streams of their own, and keys are no part of the log. */
import { accept, type Decider, decideBy, nothingEver } from '../kernel/decider.ts';
import type { CustomerEvent } from './events.ts';

/** A customer has no stream until there is something to say: everybody who was not erased is `present`. */
export interface CustomerState {
  readonly status: 'present' | 'erased';
}

export type CustomerCommand = {
  readonly type: 'EraseCustomer';
  readonly customerId: string;
  readonly by: 'customer' | 'admin';
  /** Whether the customer has a key; without one there is nothing to erase. */
  readonly known: boolean;
};

export interface CustomerRejections {
  readonly EraseCustomer: never;
}

const decide = decideBy<CustomerState, CustomerCommand, CustomerEvent, CustomerRejections>({
  EraseCustomer: ({ customerId, by, known }, state) => {
    if (state.status === 'erased') return nothingEver();
    return known ? accept({ type: 'CustomerErased', data: { customerId, by } }) : accept();
  },
});

const evolve = (_state: CustomerState, event: CustomerEvent): CustomerState => {
  switch (event.type) {
    case 'CustomerErased':
      return { status: 'erased' };
  }
};

export const customerDecider: Decider<CustomerState, CustomerCommand, CustomerEvent, CustomerRejections> = {
  initialState: { status: 'present' },
  decide,
  evolve,
};
