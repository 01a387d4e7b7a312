import type { SteadyClock } from '../../ports/Clock.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import type { LogTail } from './LogTail.ts';

export interface LiveStreamDeps {
  readonly events: EventStore;
  readonly tail: LogTail;
  readonly clock: SteadyClock;
  readonly ids: IdSource;
  readonly logger: {
    warn(details: object, message: string): void;
    error(details: object, message: string): void;
  };
}
