/** How long a line before one stream may become. */
import { setImmediate as gotInLine } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { createMemoryLog } from '../../../src/adapters/memory/MemoryEventStore.ts';
import type { CommandContext } from '../../../src/commands/engine/Outcome.ts';
import type { ShowtimeCommand } from '../../../src/domain/showtime/commands.ts';
import type { Actor } from '../../../src/ports/EventStore.ts';
import { around, guest, openShowtimeNode, testClock } from '../../support/nodes.ts';
import { done, outcomeOf } from '../../support/outcomes.ts';
import {
  bookingOf,
  onSaleMs,
  plainHall,
  scheduledData,
  seatsHeld,
  showtimeId,
  uuid,
} from '../../support/showtimes.ts';

let opened: Awaited<ReturnType<typeof openShowtimeNode>>;
afterEach(() => opened.close());

const hold = (n: number): ShowtimeCommand => ({
  type: 'HoldSeats',
  holdId: uuid(n),
  bookingId: bookingOf(uuid(n)),
  selection: { kind: 'named', seatIds: [`A${n}`], ticketTypes: {} },
});
const as = (role: Actor['role']): CommandContext => ({ ...guest, actor: { role } });

/** A showtime whose first hold is not acknowledged until `acknowledge`, and whose second waits behind it. */
const holdBehindAnother = async () => {
  const clock = testClock(onSaleMs);
  let held: (() => void) | undefined;
  let holding = false;
  opened = await openShowtimeNode(createMemoryLog(), {
    clock,
    wrap: (store) =>
      around(store, async (request, inner) => {
        const result = await inner.append(request);
        if (holding) await new Promise<void>((resolve) => (held = resolve));
        return result;
      }),
  });
  const ask = (command: ShowtimeCommand, context = guest) =>
    opened.showtimes.execute(showtimeId, command, context);
  await ask({ type: 'ScheduleShowtime', ...scheduledData({ seats: [...plainHall(1, 20)] }) });
  holding = true;
  const first = ask(hold(1));
  await expect.poll(() => held).toBeDefined();
  const second = ask(hold(2));
  await gotInLine();
  const acknowledge = () => {
    holding = false;
    held?.();
  };
  return { ask, clock, first, second, acknowledge };
};

const turnedAway = { outcome: 'unavailable', why: 'too many commands are waiting', retryAfterMs: 1_000 };

it('turns buyers away while the first in line has waited for two seconds, and nobody else', async () => {
  const { ask, clock, first, second, acknowledge } = await holdBehindAnother();
  clock.advance(2_000);
  const third = ask(hold(3));
  await gotInLine();
  clock.advance(1);
  expect(await ask(hold(4))).toEqual(turnedAway);
  expect(await ask(hold(5), as('customer'))).toEqual(turnedAway);
  const afterEvent = { ...as('customer'), causationId: 'an event' };
  const others = [ask(hold(6), as('system')), ask(hold(7), as('staff')), ask(hold(8), afterEvent)];
  await gotInLine();
  acknowledge();
  for (const each of [first, second, third, ...others]) expect((await each).outcome).toBe('done');
});

it('lets buyers in again once the line moves', async () => {
  const { ask, clock, first, second, acknowledge } = await holdBehindAnother();
  clock.advance(5_000);
  expect(await ask(hold(3))).toEqual(turnedAway);
  acknowledge();
  await Promise.all([first, second]);
  expect(outcomeOf(await ask(hold(4)))).toEqual(
    done(4, 'HHAH', { events: [seatsHeld(uuid(4), ['A4'], onSaleMs + 5_000)] }),
  );
});
