import type { AnyEvent, AnyRejection } from '../../domain/kernel/decider.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import type { AnswerFromLog, MaybeBefore } from './answerDecided.ts';
import type { Waiting } from './decideBatch.ts';
import { findOlder } from './findRemembered.ts';
import { logAway } from './logAway.ts';

/** Reads the stream for a command's key: a repeat is answered, anything else goes to `decide`. Never throws. */
export const lookUpRequest = async <State, Command, Event extends AnyEvent, Rejection extends AnyRejection>(
  events: Pick<EventStore, 'readStream'>,
  {
    stream,
    waiting,
    where: { ranges, upTo },
  }: {
    readonly stream: string;
    readonly waiting: Waiting<State, Command, Event, Rejection>;
    readonly where: MaybeBefore;
  },
  {
    replay,
    decide,
  }: Pick<AnswerFromLog<State, Command, Event, Rejection>, 'replay'> & {
    decide(waiting: Waiting<State, Command, Event, Rejection>): void;
  },
): Promise<void> => {
  const { answer, fail, context } = waiting;
  const { idempotency } = context;
  try {
    const found =
      idempotency === undefined ? undefined : await findOlder(events, stream, ranges, idempotency);
    if (found === undefined) decide({ ...waiting, newUpTo: upTo });
    else answer(found.same ? await replay(found.request) : { outcome: 'key-reused' });
  } catch (error) {
    await Promise.reject(error).catch(logAway).then(answer, fail);
  }
};
