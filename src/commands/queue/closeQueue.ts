import type { QueueRejections, QueueState } from '../../domain/queue/queueDecider.ts';
import type { ShowtimeRejections } from '../../domain/showtime/commands.ts';
import type { CommandContext, Outcome } from '../engine/Outcome.ts';
import type { QueueDeps } from './QueueDeps.ts';

type Rejection = QueueRejections['CloseQueue'] | ShowtimeRejections['DetachQueue'];

/** Sells the showtimes to everyone. Throws WaitingRoomUnavailable; repeating it goes on. */
export const closeQueue = async (
  deps: Pick<QueueDeps, 'commands' | 'waitingRoom'>,
  queueId: string,
  context: CommandContext,
): Promise<Outcome<QueueState, Rejection>> => {
  const closed = await deps.commands.queues.execute(queueId, { type: 'CloseQueue' }, context);
  if (closed.outcome !== 'done') return closed;
  return (await leaveQueue(deps, queueId, closed.state, context)) ?? closed;
};

/** What follows from a closed queue. Idempotent. Gives the first outcome that is not done. */
export const leaveQueue = async (
  { commands, waitingRoom }: Pick<QueueDeps, 'commands' | 'waitingRoom'>,
  queueId: string,
  queue: QueueState,
  { idempotency: _key, ...context }: CommandContext,
): Promise<
  Exclude<Outcome<never, ShowtimeRejections['DetachQueue']>, { readonly outcome: 'done' }> | undefined
> => {
  if (queue.status !== 'closed') return undefined;
  for (const showtimeId of queue.showtimeIds) {
    const outcome = await commands.showtimes.execute(showtimeId, { type: 'DetachQueue', queueId }, context);
    if (outcome.outcome !== 'done') return outcome;
  }
  await waitingRoom.end(queueId);
  return undefined;
};
