import { type WaitingRoom, waitingRoomLimits } from '../../ports/WaitingRoom.ts';
import type { Job } from '../engine/runJob.ts';

const everyMs = 10 * 60_000;
/** After a queue has ended: for so long its lot can be checked. */
const entriesKeptMs = 30 * 86_400_000;

export const purgeQueues = (waitingRoom: Pick<WaitingRoom, 'purge'>): Job => ({
  name: 'purge_queues',
  everyMs,
  pass: async () =>
    (await waitingRoom.purge(entriesKeptMs)) >= waitingRoomLimits.purgedPerCall ? 'more' : undefined,
});
