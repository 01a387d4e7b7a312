import { z } from 'zod';
import { bytes32Schema } from '../../domain/queue/events.ts';
import type { Queue, QueueRejections, QueueState } from '../../domain/queue/queueDecider.ts';
import { waitingRoomLimits } from '../../ports/WaitingRoom.ts';
import type { CommandContext, Outcome } from '../engine/Outcome.ts';
import { drawOrder, openRoot, seedHashOf } from './lot.ts';
import { type QueueDeps, seedKeyOf } from './QueueDeps.ts';

/** The draw keeps all ids of a queue in memory, some 200 bytes each. */
const lotEntriesMax = 2_000_000;

/** The seed is not in the key store, or it is not the one whose hash was published. */
class SeedLost extends Error {
  override readonly name = 'SeedLost';
}

/**
 * Closes the list, publishes root and seed, and gives out the places. Each step is durable and done once; an interrupted
 * draw is finished by the next call. Throws EventStoreUnavailable, KeyStoreUnavailable, WaitingRoomUnavailable, SeedLost.
 */
export const drawLot = async (
  { commands, waitingRoom, keys }: QueueDeps,
  queueId: string,
  queue: Queue,
  context: CommandContext,
): Promise<Outcome<QueueState, QueueRejections['DrawLot']>> => {
  await waitingRoom.closeList(queueId);
  const { ids, root } = await closedList({ waitingRoom }, queueId);
  const seed = queue.lot?.seed ?? (await openSeed({ keys }, queueId, queue));
  const drawn = await commands.queues.execute(
    queueId,
    { type: 'DrawLot', root, seed, entries: ids.length },
    context,
  );
  if (drawn.outcome !== 'done') return drawn;
  // What the log says counts, should two nodes have drawn.
  const lot = drawn.state.status === 'none' ? undefined : drawn.state.lot;
  if (lot === undefined || lot.root !== root)
    throw new Error(`the entries of queue ${queueId} are not those of its lot`);
  await waitingRoom.place(queueId, await drawOrder(ids, lot));
  return drawn;
};

const closedList = async (
  { waitingRoom }: Pick<QueueDeps, 'waitingRoom'>,
  queueId: string,
): Promise<{ readonly ids: readonly string[]; readonly root: string }> => {
  const root = openRoot();
  const ids: string[] = [];
  while (ids.length < lotEntriesMax) {
    const page = await waitingRoom.lotEntries(queueId, ids.at(-1));
    for (const entry of page) {
      root.add(entry);
      ids.push(entry.entryId);
    }
    if (page.length < waitingRoomLimits.lotPage) return { ids, root: root.root() };
  }
  throw new Error(`queue ${queueId} has more than ${lotEntriesMax} entries`);
};

const openSeed = async (
  { keys }: Pick<QueueDeps, 'keys'>,
  queueId: string,
  { sealedSeed, seedHash }: Queue,
): Promise<string> => {
  const opened = await keys.open({ customerId: seedKeyOf(queueId), box: sealedSeed.box });
  const seed = z.string().and(bytes32Schema).safeParse(opened).data;
  if (seed === undefined || seedHashOf(seed) !== seedHash)
    throw new SeedLost(`queue ${queueId} has lost its seed`);
  return seed;
};
