import { randomBytes } from 'node:crypto';
import type { QueueFacts } from '../../domain/queue/events.ts';
import type { QueueRejections, QueueState } from '../../domain/queue/queueDecider.ts';
import type { ShowtimeRejections } from '../../domain/showtime/commands.ts';
import type { CommandContext, Outcome } from '../engine/Outcome.ts';
import { seedHashOf } from './lot.ts';
import { type QueueDeps, seedKeyOf } from './QueueDeps.ts';

const seedBytes = 32;

export type OpenQueueRequest = Omit<QueueFacts, 'seedHash' | 'theaterIds' | 'drawsAt'> & {
  readonly queueId: string;
};

type Rejection = QueueRejections['OpenQueue'] | ShowtimeRejections['AttachQueue'];

/** The outcome is that of the queue's stream. Throws EventStoreUnavailable, KeyStoreUnavailable, WaitingRoomUnavailable. */
export const openQueue = async (
  { commands, waitingRoom, keys }: QueueDeps,
  { queueId, ...asked }: OpenQueueRequest,
  context: CommandContext,
): Promise<Outcome<QueueState, Rejection>> => {
  const theaterIds = new Set<string>();
  for (const showtimeId of asked.showtimeIds) {
    const { state } = await commands.showtimes.read(showtimeId);
    if (state.status === 'none') return { outcome: 'rejected', rejection: { reason: 'ShowtimeNotFound' } };
    const { queue } = state;
    if (queue !== undefined && queue.queueId !== queueId) {
      return { outcome: 'rejected', rejection: { reason: 'ShowtimeQueued', queueId: queue.queueId } };
    }
    theaterIds.add(state.facts.theaterId);
  }
  const seed = randomBytes(seedBytes).toString('hex');
  const { box } = await keys.seal(seedKeyOf(queueId), seed);
  await waitingRoom.open(queueId);
  const facts = { ...asked, theaterIds: [...theaterIds], seedHash: seedHashOf(seed) };
  const opened = await commands.queues.execute(
    queueId,
    { type: 'OpenQueue', ...facts, sealedSeed: { box } },
    context,
  );
  if (opened.outcome !== 'done') return opened;
  return (await attachShowtimes(commands, queueId, opened.state, context)) ?? opened;
};

/** Idempotent. Gives the first outcome that is not done. */
export const attachShowtimes = async (
  { showtimes }: Pick<QueueDeps['commands'], 'showtimes'>,
  queueId: string,
  queue: QueueState,
  { idempotency: _key, ...context }: CommandContext,
): Promise<
  Exclude<Outcome<never, ShowtimeRejections['AttachQueue']>, { readonly outcome: 'done' }> | undefined
> => {
  if (queue.status !== 'open') return undefined;
  const { saleStartsAt } = queue;
  for (const showtimeId of queue.showtimeIds) {
    const attach = { type: 'AttachQueue', queueId, saleStartsAt } as const;
    const outcome = await showtimes.execute(showtimeId, attach, context);
    if (outcome.outcome !== 'done') return outcome;
  }
  return undefined;
};
