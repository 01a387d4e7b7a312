/** Whoever wrote through a node sees it in the next seat map of that node, though the log's tail is late. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import { around } from '../../support/nodes.ts';
import { call, hold, openCinema } from '../support/cinema.ts';
import { openTestApp } from '../support/testApp.ts';

const tailDelayMs = 60;

const lateTail = (store: EventStore): EventStore => ({
  ...around(store, (append, inner) => inner.append(append)),
  subscribe: (after, handlers, options) => {
    const onEvents: typeof handlers.onEvents = async (events, next) => {
      await pause(tailDelayMs);
      await handlers.onEvents(events, next);
    };
    return store.subscribe(after, { ...handlers, onEvents }, options);
  },
});

it('shows a hold right after it was answered', async () => {
  const target = await openTestApp({ wrap: lateTail });
  const cinema = await openCinema(target);
  const url = `/v1/showtimes/${cinema.showtimeId}/seats?view=compact`;
  for (const [place, seatId] of ['A1', 'A2', 'A3'].entries()) {
    const made = await hold(target, cinema, { seatIds: [seatId] });
    const { body } = await call<{ revision: number; status: string }>(target, { url });
    expect([body.revision, body.status]).toEqual([made.body.revision, 'H'.repeat(place + 1).padEnd(24, 'A')]);
  }
  await target.close();
});
