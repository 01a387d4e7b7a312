import type { Aggregate } from '../kernel/aggregate.ts';
import { type RequestEvent, requestEvents } from './events.ts';
import {
  type RequestCommand,
  type RequestRejections,
  type RequestState,
  requestDecider,
} from './requestDecider.ts';

/** The id is an idempotency key's HMAC as `fingerprint` makes it. */
export const requestAggregate: Aggregate<RequestState, RequestCommand, RequestEvent, RequestRejections> = {
  category: 'request',
  events: requestEvents,
  decider: requestDecider,
};
