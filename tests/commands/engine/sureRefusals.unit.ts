/** A node that has not heard the latest yet must not refuse a request that another node has already carried out. */
import { afterEach, expect, it } from 'vitest';
import { createMemoryLog } from '../../../src/adapters/memory/MemoryEventStore.ts';
import type { CommandContext } from '../../../src/commands/engine/Outcome.ts';
import type { ShowtimeCommand } from '../../../src/domain/showtime/commands.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import { around, guest, keyed, openShowtimeNode, testClock } from '../../support/nodes.ts';
import { done, outcomeOf } from '../../support/outcomes.ts';
import { bookingOf, onSaleMs, scheduledData, seatsHeld, showtimeId, uuid } from '../../support/showtimes.ts';

type Node = Awaited<ReturnType<typeof openShowtimeNode>>;
const open: Node[] = [];

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** Its subscription never brings anything: it knows only what it reads. */
const deaf = (store: EventStore): EventStore => ({
  ...around(store, (request, inner) => inner.append(request)),
  subscribe: () => ({ close: async () => undefined }),
});

const hold = (n: number): ShowtimeCommand => ({
  type: 'HoldSeats',
  holdId: uuid(n),
  bookingId: bookingOf(uuid(n)),
  selection: { kind: 'named', seatIds: ['A1'], ticketTypes: {} },
});

it('a repeat on a node that believes the seat is still somebody else\u2019s gets the first answer', async () => {
  const log = createMemoryLog();
  const clock = testClock(onSaleMs);
  const one = await openShowtimeNode(log, { clock });
  const other = await openShowtimeNode(log, { clock, wrap: deaf });
  open.push(one, other);
  const ask = (node: Node, command: ShowtimeCommand, context: CommandContext = guest) =>
    node.showtimes.execute(showtimeId, command, context);
  await ask(one, { type: 'ScheduleShowtime', ...scheduledData() });
  await ask(one, hold(1));
  // Now the other node knows the first hold, and nothing of what follows.
  await other.showtimes.read(showtimeId);
  await ask(one, { type: 'ReleaseHold', holdId: uuid(1) });
  const first = await ask(one, hold(2), keyed('key'));
  const held = { events: [seatsHeld(uuid(2), ['A1'], onSaleMs)] };
  expect(outcomeOf(first)).toEqual(done(4, 'H', held));

  expect(await ask(other, hold(3))).toEqual({
    outcome: 'rejected',
    rejection: { reason: 'SeatsUnavailable', unavailable: ['A1'] },
  });
  expect(outcomeOf(await ask(other, hold(2), keyed('key')))).toEqual(
    done(4, 'H', { ...held, replayed: true }),
  );
});

it('a hold that was just made elsewhere is known to its owner here', async () => {
  const log = createMemoryLog();
  const clock = testClock(onSaleMs);
  const one = await openShowtimeNode(log, { clock });
  const other = await openShowtimeNode(log, { clock, wrap: deaf });
  open.push(one, other);
  await one.showtimes.execute(showtimeId, { type: 'ScheduleShowtime', ...scheduledData() }, guest);
  await other.showtimes.read(showtimeId);
  await one.showtimes.execute(showtimeId, hold(1), guest);
  const extended = await other.showtimes.execute(showtimeId, { type: 'ExtendHold', holdId: uuid(1) }, guest);
  expect(outcomeOf(extended)).toEqual(done(2, 'H'));
});
