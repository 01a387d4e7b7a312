import type { Aggregate } from '../kernel/aggregate.ts';
import {
  type CustomerCommand,
  type CustomerRejections,
  type CustomerState,
  customerDecider,
} from './customerDecider.ts';
import { type CustomerEvent, customerEvents } from './events.ts';

export const customerAggregate: Aggregate<CustomerState, CustomerCommand, CustomerEvent, CustomerRejections> =
  {
    category: 'customer',
    events: customerEvents,
    decider: customerDecider,
  };
