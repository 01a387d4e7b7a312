import type { AnyEvent, AnyRejection } from '../../domain/kernel/decider.ts';
import type { StreamEvent } from '../../domain/kernel/streamEvents.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { Decided, Verdict, Waiting } from './decideBatch.ts';
import type { Outcome } from './Outcome.ts';
import type { RememberedRequest } from './RememberedRequests.ts';

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

export type MaybeBefore = Extract<Verdict<never, never, never>, { readonly kind: 'maybe-before' }>;

export interface AnswerFromLog<State, Command, Event extends AnyEvent, Rejection extends AnyRejection> {
  replay(request: RememberedRequest): Promise<Outcome<State, never, Event | StreamEvent>>;
  /** Reads the stream for the command's key; answers the command or decides it after all. Never throws. */
  lookUp(waiting: Waiting<State, Command, Event, Rejection>, where: MaybeBefore): Promise<void>;
}

export const answerDecided = <State, Command, Event extends AnyEvent, Rejection extends AnyRejection>(
  decided: readonly Decided<State, Command, Event, Rejection>[],
  { stream, after, positions, known }: Stored,
  fromLog: AnswerFromLog<State, Command, Event, Rejection>,
): void => {
  let taken = 0;
  for (const { waiting, verdict } of decided) {
    switch (verdict.kind) {
      case 'rejected':
        waiting.answer({ outcome: 'rejected', rejection: verdict.rejection });
        break;
      case 'answered-before':
        fromLog.replay(verdict.request).then(waiting.answer, waiting.fail);
        break;
      case 'maybe-before':
        void fromLog.lookUp(waiting, verdict);
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
