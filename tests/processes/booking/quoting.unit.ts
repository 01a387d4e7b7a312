/** What giving seats up would pay back: refused like the cancellation, provisional while the gateway is away. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type BoxOffice, type Customer, type OfficeNode, openForAda } from '../../support/boxOffice.ts';
import type { Line } from '../../support/fakeGateway.ts';
import { guest } from '../../support/nodes.ts';
import { iso, minutes, startsAtMs, usd } from '../../support/showtimes.ts';

let office: BoxOffice;
let node: OfficeNode;
let line: Line;
let ada: Customer;

beforeEach(async () => {
  line = 'up';
  ({ office, node, ada } = await openForAda([], { line: () => line }));
});
afterEach(async () => {
  await node.close();
});

const quote = (seatIds?: readonly string[]) => {
  const { bookingId } = ada;
  const asked = seatIds === undefined ? { bookingId } : { bookingId, seatIds };
  return ada.within(node.quoteRefund({ ...asked, nowMs: office.clock.nowMs() }, guest));
};

it('is provisional while the gateway cannot be asked for refunds made by hand', async () => {
  await ada.hold('A1');
  await ada.pay('tok_ok', 'k1');
  const sure = await quote();
  expect(sure).toEqual({
    outcome: 'quoted',
    quote: { refund: usd(950), percent: 95, deadline: iso(startsAtMs - minutes(24 * 60)) },
    provisional: false,
  });
  line = 'away';
  expect(await quote()).toEqual({ ...sure, provisional: true });
  line = 'up';
  expect(await quote()).toEqual(sure);
});

it('refuses half of a couple seat, as the cancellation does', async () => {
  await ada.hold('B4', 'B5');
  await ada.pay('tok_ok', 'k1');
  const refused = { outcome: 'rejected', rejection: { reason: 'SeatsBelongTogether', with: ['B5'] } };
  expect([await quote(['B4']), await ada.cancel('c1', ['B4'])]).toEqual([refused, refused]);
  expect(await quote(['B4', 'B5'])).toEqual({
    outcome: 'quoted',
    quote: { refund: usd(1_900), percent: 95, deadline: iso(startsAtMs - minutes(24 * 60)) },
    provisional: false,
  });
});
