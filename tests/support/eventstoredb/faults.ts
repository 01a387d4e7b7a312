/**
 * What can be made to go wrong in the in-process EventStoreDB, with the statuses a real server and its connection
 * were seen to give. Deciding when belongs to the tests.
 */
import grpc from '@grpc/grpc-js';

/** How an append or a read fails. `stored` ones happened nevertheless. */
export const callFaults = {
  /** Stored, and the connection reset before the answer: a graceful stop does this. */
  lostAcknowledgement: {
    stored: true,
    code: grpc.status.INTERNAL,
    details: 'Received RST_STREAM with code 0',
  },
  /** Stored, but the answer never comes. */
  hangStored: { stored: true, code: undefined, details: '' },
  /** Not stored, and no answer either. */
  hang: { stored: false, code: undefined, details: '' },
  refused: { stored: false, code: grpc.status.UNAVAILABLE, details: 'No connection established' },
  notReady: { stored: false, code: grpc.status.UNAVAILABLE, details: 'Server Is Not Ready' },
  cancelled: { stored: false, code: grpc.status.CANCELLED, details: 'Call canceled' },
  thrown: { stored: false, code: grpc.status.UNKNOWN, details: 'Exception was thrown by handler.' },
  timedOut: { stored: true, code: grpc.status.DEADLINE_EXCEEDED, details: 'Operation timed out' },
} as const;

export type CallFault = keyof typeof callFaults;

/** How a subscription ends: always one error, and neither `end` nor `close`. */
export const subscriptionFaults = {
  unavailable: { code: grpc.status.UNAVAILABLE, details: 'Server Is Shutting Down' },
  reset: { code: grpc.status.INTERNAL, details: 'Received RST_STREAM with code 0' },
  tooSlow: {
    code: grpc.status.ABORTED,
    details:
      'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
  },
} as const;

export type SubscriptionFault = keyof typeof subscriptionFaults;
