import type { AnyEvent, AnyRejection } from '../../domain/kernel/decider.ts';
import type { StreamEvent } from '../../domain/kernel/streamEvents.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { Decided } from './decideBatch.ts';
import type { Outcome } from './Outcome.ts';
import type { RememberedRequest } from './StreamFold.ts';

/** Where a decided batch stands in the log. */
export interface Stored {
  readonly stream: string;
  /** The revision before the batch. */
  readonly after: number;
  /** Of each of its events. */
  readonly positions: readonly Position[];
  /** The latest position known here, for commands that caused no event. */
  readonly known: Position;
}

/** Tells each command of a batch its outcome. */
export const answerDecided = <State, Command, Event extends AnyEvent, Rejection extends AnyRejection>(
  decided: readonly Decided<State, Command, Event, Rejection>[],
  { stream, after, positions, known }: Stored,
  replay: (request: RememberedRequest) => Promise<Outcome<State, never, Event | StreamEvent>>,
): void => {
  let taken = 0;
  for (const { waiting, verdict } of decided) {
    switch (verdict.kind) {
      case 'rejected':
        waiting.answer({ outcome: 'rejected', rejection: verdict.rejection });
        break;
      case 'answered-before':
        replay(verdict.request).then(waiting.answer, waiting.fail);
        break;
      case 'key-reused':
        waiting.answer({ outcome: 'key-reused' });
        break;
      case 'failed':
        waiting.fail(verdict.error);
        break;
      case 'accepted': {
        const first = taken;
        taken += verdict.events.length;
        const events = verdict.events.map((event, place) => ({
          ...event,
          stream,
          revision: after + 1 + first + place,
          position: positions[first + place] ?? known,
        }));
        const position = events.at(-1)?.position ?? known;
        const { state } = verdict;
        waiting.answer({
          outcome: 'done',
          state,
          revision: after + taken,
          events,
          position,
          replayed: false,
        });
      }
    }
  }
};
