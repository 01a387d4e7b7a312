import type { Subscription } from '../ports/EventStore.ts';
import type { Lead } from './keepLeading.ts';

export interface Turns {
  /** Batches and what is due by time take turns, because each of them writes the checkpoint. */
  inTurn(work: () => Promise<void>): Promise<void>;
  /** Ends the following with this error. */
  fail(error: unknown): void;
}

/** Until a stop, the loss of the lead, or a failure, which is thrown. All turns are over then. */
export const followWhileLeading = async (
  { leadership, stopping }: Pick<Lead, 'leadership' | 'stopping'>,
  subscribe: (turns: Turns) => Subscription,
): Promise<void> => {
  const over = Promise.withResolvers<void>();
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  const onStop = (): void => over.resolve();
  const subscription = subscribe({ inTurn, fail: over.reject });
  stopping.addEventListener('abort', onStop);
  if (stopping.aborted) onStop();
  void leadership.ended.then(onStop);
  try {
    await over.promise;
  } finally {
    stopping.removeEventListener('abort', onStop);
    await subscription.close();
    await turn;
  }
};
