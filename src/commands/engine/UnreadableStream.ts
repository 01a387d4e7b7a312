import { UnreadableEvent } from '../../domain/kernel/eventDefinition.ts';
import type { RecordedEvent } from '../../ports/EventStore.ts';

/** A stream that can be folded only up to an event. */
export class UnreadableStream extends UnreadableEvent {
  readonly at: string;
  readonly position: string;
  readonly revision: number;

  constructor({ stream, revision, position, at }: RecordedEvent, { message }: UnreadableEvent) {
    super(`${stream} revision ${revision}: ${message}`);
    this.at = at;
    this.position = position;
    this.revision = revision;
  }
}
