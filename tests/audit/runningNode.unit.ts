/** The audit of a log that a node wrote, with the snapshots that it kept on the way. */
import { expect, it } from 'vitest';
import { createMemoryLog } from '../../src/adapters/memory/MemoryEventStore.ts';
import { snapshotEveryEvents } from '../../src/commands/engine/snapshots.ts';
import type { ShowtimeCommand } from '../../src/domain/showtime/commands.ts';
import { guest, openShowtimeNode, testClock } from '../support/nodes.ts';
import { bookingOf, onSaleMs, plainHall, scheduledData, showtimeId, uuid } from '../support/showtimes.ts';
import { auditOf } from './toldLog.ts';

const snapshotsWanted = 2;
const seats = plainHall(10, 10);
const atOnce = seats.length;

it('finds its snapshots equal to its events', async () => {
  const log = createMemoryLog();
  const node = await openShowtimeNode(log, { clock: testClock(onSaleMs) });
  const ask = (command: ShowtimeCommand) => node.showtimes.execute(showtimeId, command, guest);
  await ask({ type: 'ScheduleShowtime', ...scheduledData({ seats: [...seats] }) });
  for (let n = 0; n < (snapshotsWanted * snapshotEveryEvents) / 2; n += atOnce) {
    const holdIds = Array.from({ length: atOnce }, (_, place) => uuid(n + place));
    await Promise.all(
      holdIds.map((holdId, place) =>
        ask({
          ...{ type: 'HoldSeats', holdId, bookingId: bookingOf(holdId) },
          selection: { kind: 'named', seatIds: [seats[place]?.id ?? ''], ticketTypes: {} },
        }),
      ),
    );
    await Promise.all(holdIds.map((holdId) => ask({ type: 'ReleaseHold', holdId })));
  }
  await expect.poll(() => log.streams.get(`snapshot-showtime-${showtimeId}`)?.length).toBe(snapshotsWanted);
  const audit = auditOf(log.events);
  expect({ conflicts: audit.conflicts, compared: audit.snapshots }).toEqual({
    conflicts: [],
    compared: snapshotsWanted,
  });
  await node.close();
});
