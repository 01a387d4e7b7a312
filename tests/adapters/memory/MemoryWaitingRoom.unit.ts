import { openMemoryWaitingRoom } from '../../../src/adapters/memory/MemoryWaitingRoom.ts';
import { waitingRoomContract } from '../../contracts/waitingRoomContract.ts';

waitingRoomContract('memory', async () => {
  const store = openMemoryWaitingRoom();
  return { store, other: store, close: async () => undefined };
});
