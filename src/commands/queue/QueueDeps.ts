import type { KeyStore } from '../../ports/KeyStore.ts';
import type { WaitingRoom } from '../../ports/WaitingRoom.ts';
import type { Runners } from '../runners.ts';

export interface QueueDeps {
  readonly commands: Pick<Runners, 'queues' | 'showtimes'>;
  readonly waitingRoom: WaitingRoom;
  readonly keys: Pick<KeyStore, 'seal' | 'open'>;
}

/** Whose key seals the seed of a queue. No customer's id begins like this. */
export const seedKeyOf = (queueId: string): string => `queue:${queueId}`;
