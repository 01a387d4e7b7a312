import { expect, it } from 'vitest';
import { createMemoryLog } from '../../../src/adapters/memory/MemoryEventStore.ts';
import type { CommandContext } from '../../../src/commands/engine/Outcome.ts';
import type { ShowtimeCommand } from '../../../src/domain/showtime/commands.ts';
import { guest, openShowtimeNode, testClock } from '../../support/nodes.ts';
import { bookingOf, minutes, onSaleMs, scheduledData, showtimeId, uuid } from '../../support/showtimes.ts';

const hold = (n: number, seatId: string): ShowtimeCommand => ({
  type: 'HoldSeats',
  holdId: uuid(n),
  bookingId: bookingOf(uuid(n)),
  selection: { kind: 'named', seatIds: [seatId], ticketTypes: {} },
});

it('gives each event of a batch the correlation, cause and actor of its own command', async () => {
  const log = createMemoryLog();
  const clock = testClock(onSaleMs);
  const node = await openShowtimeNode(log, { clock });
  const ask = (command: ShowtimeCommand, context: CommandContext = guest) =>
    node.showtimes.execute(showtimeId, command, context);
  await ask({ type: 'ScheduleShowtime', ...scheduledData() });
  await ask(hold(1, 'A1'));
  clock.advance(minutes(10));
  const from = (id: string): CommandContext => ({
    correlationId: id,
    causationId: `cause of ${id}`,
    actor: { role: 'customer', id },
  });
  await Promise.all([ask(hold(2, 'A1'), from('one')), ask(hold(3, 'A2'), from('two'))]);
  const batch = (log.streams.get(`showtime-${showtimeId}`) ?? []).slice(-3);
  expect(batch.map(({ type, metadata }) => [type, metadata])).toEqual([
    ['HoldExpired', from('one')],
    ['SeatsHeld', from('one')],
    ['SeatsHeld', from('two')],
  ]);
  await node.close();
});
