/** The booking process acts for the request that it carries on: one trail from the request to the confirmation. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type BoxOffice,
  type Customer,
  type OfficeNode,
  openForAda,
  rest,
  settle,
} from '../../support/boxOffice.ts';
import { guest } from '../../support/nodes.ts';
import { showtimeId } from '../../support/showtimes.ts';

let office: BoxOffice;
let node: OfficeNode;
let ada: Customer;

beforeEach(async () => {
  ({ office, node, ada } = await openForAda(['A1']));
});
afterEach(() => node.close());

/** Each event is caused by the one before it; the first two are appended by the request itself. */
const expectOneTrail = (): void => {
  const events = office.eventsOf(`booking-${ada.bookingId}`);
  expect(new Set(events.map(({ metadata }) => metadata.correlationId))).toEqual(
    new Set([guest.correlationId]),
  );
  expect(events.map(({ metadata }) => metadata.actor)).toEqual(events.map(() => guest.actor));
  const ids = events.map(({ id }) => id);
  const causes = events.map(({ metadata }) => metadata.causationId);
  expect(causes.slice(0, 2)).toEqual([guest.causationId, guest.causationId]);
  for (const [index, cause] of causes.entries()) {
    if (index >= 2) expect(ids.slice(1, index)).toContain(cause);
  }
  const booked = office.eventsOf(`showtime-${showtimeId}`).find(({ type }) => type === 'SeatsBooked');
  expect(booked?.metadata.correlationId).toBe(guest.correlationId);
  expect(ids).toContain(booked?.metadata.causationId);
};

it('goes from the request to the confirmation', async () => {
  await ada.pay('tok_ok', 'k1');
  await rest(office, node);
  expect(office.bookingIn(ada.bookingId)?.status).toBe('confirmed');
  expectOneTrail();
});

it('is carried on by another node', async () => {
  await ada.pay('tok_slow', 'k1');
  await node.kill();
  node = await office.openNode();
  await settle(office, node);
  expect(office.bookingIn(ada.bookingId)?.status).toBe('confirmed');
  expectOneTrail();
});
