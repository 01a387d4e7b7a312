import { expect, it } from 'vitest';
import { createMemoryLog } from '../../../src/adapters/memory/MemoryEventStore.ts';
import type { ShowtimeCommand } from '../../../src/domain/showtime/commands.ts';
import { guest, openShowtimeNode, slow, testClock } from '../../support/nodes.ts';
import { bookingOf, onSaleMs, plainHall, scheduledData, showtimeId, uuid } from '../../support/showtimes.ts';

it('answers with the position of the batch, and reads nothing back, where positions are not consecutive', async () => {
  const log = createMemoryLog();
  let reads = 0;
  const node = await openShowtimeNode(log, {
    clock: testClock(onSaleMs),
    wrap: (store) => ({
      ...slow(store, 4),
      consecutivePositions: false,
      readStream: (stream, range) => {
        reads += 1;
        return store.readStream(stream, range);
      },
    }),
  });
  const execute = (command: ShowtimeCommand) => node.showtimes.execute(showtimeId, command, guest);
  await execute({ type: 'ScheduleShowtime', ...scheduledData({ seats: [...plainHall(1, 3)] }) });
  reads = 0;
  const held = await Promise.all(
    [1, 2, 3].map((n) =>
      execute({
        type: 'HoldSeats',
        holdId: uuid(n),
        bookingId: bookingOf(uuid(n)),
        selection: { kind: 'named', seatIds: [`A${n}`], ticketTypes: {} },
      }),
    ),
  );
  const last = log.events.at(-1)?.position;
  expect(held.map((outcome) => outcome.outcome === 'done' && outcome.position)).toEqual([last, last, last]);
  expect(reads).toBe(0);
  await node.close();
});
