import type { StreamAppend } from '../../ports/EventStore.ts';
import type { CheckedAppend } from '../appendChecks.ts';

export interface CheckedStreamAppend {
  readonly append: StreamAppend;
  readonly checked: CheckedAppend;
}
