import { EventStoreUnavailable } from '../../ports/EventStore.ts';

/** At the start. The message is one line that says what to write. */
export class UnusableEventStoreUrl extends EventStoreUnavailable {
  override readonly name = 'UnusableEventStoreUrl';
}
