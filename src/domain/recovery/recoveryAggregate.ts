import type { Aggregate } from '../kernel/aggregate.ts';
import { type RecoveryEvent, recoveryEvents } from './events.ts';
import {
  type RecoveryCommand,
  type RecoveryRejections,
  type RecoveryState,
  recoveryDecider,
} from './recoveryDecider.ts';

/** The id is an HMAC of an e-mail address: see `recoveryIdOf`. */
export const recoveryAggregate: Aggregate<RecoveryState, RecoveryCommand, RecoveryEvent, RecoveryRejections> =
  {
    category: 'recovery',
    events: recoveryEvents,
    decider: recoveryDecider,
  };
