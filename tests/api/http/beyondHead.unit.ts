/** Positions that no event has: each would wait for two seconds, and ask the log. */
import { expect, it } from 'vitest';
import { positionOf } from '../../../src/ports/EventStore.ts';
import { call, openCinema } from '../support/cinema.ts';
import { openingOthers } from '../support/openingOthers.ts';

const openOther = openingOthers();

it('refuses a position beyond the head at once, and asks the log once for all who ask together', async () => {
  let heads = 0;
  const target = await openOther({
    wrap: (store) => ({
      ...store,
      head: () => {
        heads += 1;
        return new Promise((resolve, reject) => setTimeout(() => store.head().then(resolve, reject), 100));
      },
    }),
  });
  const { showtimeId } = await openCinema(target);
  const head = target.log.events.at(-1)?.position ?? '';
  const headers = { 'marquee-min-position': positionOf(BigInt(head) + 1n) };
  heads = 0;
  const startedAtMs = performance.now();
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => call(target, { url: `/v1/showtimes/${showtimeId}/seats`, headers })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]));
  expect(performance.now() - startedAtMs).toBeLessThan(1_900);
  expect(heads).toBeLessThanOrEqual(4);
  const known = { 'marquee-min-position': head };
  expect((await call(target, { url: `/v1/showtimes/${showtimeId}/seats`, headers: known })).status).toBe(200);
});
