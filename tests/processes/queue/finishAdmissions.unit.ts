import { expect, it } from 'vitest';
import { openMemoryWaitingRoom } from '../../../src/adapters/memory/MemoryWaitingRoom.ts';
import { finishAdmissions } from '../../../src/processes/queue/finishAdmissions.ts';
import { guest } from '../../support/nodes.ts';
import { uuid } from '../../support/showtimes.ts';

const [queueId, entryId, holdId, bookingId] = [uuid(1), uuid(2), uuid(3), uuid(4)];

it('ends the turn under which seats were bought, once or twice, and no other', async () => {
  const waitingRoom = openMemoryWaitingRoom();
  const entries = [entryId, uuid(5)].map((id) => ({ entryId: id, contribution: 'ab'.repeat(32) }));
  await waitingRoom.enter(queueId, entries);
  await waitingRoom.closeList(queueId);
  await waitingRoom.place(queueId, [entryId, uuid(5)]);
  await waitingRoom.call(queueId, { nowMs: 0, untilMs: 100, turns: () => 2 });
  const { react } = finishAdmissions(waitingRoom);
  const open = async () => (await waitingRoom.standing(queueId))?.turns.map((turn) => turn.entryId);
  const booked = (data: object) =>
    react(
      {
        type: 'SeatsBooked',
        data: { holdId, bookingId, seatIds: ['A1'], ...data },
        ...{ id: uuid(6), position: '1', stream: `showtime-${uuid(7)}`, revision: 1, at: '' },
      },
      guest,
    );
  await booked({});
  expect(await open()).toEqual([entryId, uuid(5)]);
  await booked({ admission: { queueId, entryId } });
  await booked({ admission: { queueId, entryId } });
  expect(await open()).toEqual([uuid(5)]);
});
