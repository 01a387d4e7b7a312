/**
 * Two thousand random stories: customers pay, repeat, try other cards, cancel in parts and whole; the gateway is slow,
 * silent or away; nodes die at any call; clocks jump; the cinema cancels. Each ends with books that balance, every
 * seat accounted for, and answers that stay what they were.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StartBookingOutcome } from '../../../src/commands/booking/answerAttempt.ts';
import { type Booking, keptSeats } from '../../../src/domain/booking/BookingState.ts';
import { seatValues } from '../../../src/domain/booking/refunds.ts';
import { stuckSteps } from '../../../src/domain/booking/stuckPayments.ts';
import {
  type BoxOffice,
  customerAt,
  holderOf,
  type OfficeNode,
  openBoxOffice,
  rest,
  settle,
} from '../../support/boxOffice.ts';
import type { Kind, Line } from '../../support/fakeGateway.ts';
import { guest } from '../../support/nodes.ts';
import { seatOwnership } from '../../support/seatOwnership.ts';
import { minutes, showtimeId } from '../../support/showtimes.ts';

const tokens = [
  'tok_ok',
  'tok_declined',
  'tok_slow',
  'tok_timeout',
  'tok_capture_fails',
  'tok_refund_fails',
  'tok_unavailable',
] as const;
const seatIds = ['A1', 'A2', 'A3', 'A4'] as const;

const customer = fc.integer({ min: 1, max: 3 });
const seats = fc.uniqueArray(fc.constantFrom(...seatIds), { minLength: 1, maxLength: 3 });
const action = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hold' as const), seats }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('pay' as const),
      customer,
      token: fc.constantFrom(...tokens),
      key: fc.integer({ min: 1, max: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('repeat' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('cancel' as const), customer, seats: fc.option(seats) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('admit' as const), customer }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('release' as const), customer }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('swap' as const), customer, seats }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cinema cancels' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('time passes' as const),
      ms: fc.constantFrom(1_000, 5_000, 20_000, minutes(6), minutes(12), minutes(25)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('processes look' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('by hand' as const),
      what: fc.constantFrom('capture' as const, 'void' as const),
    }),
  },
);
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;

const script = fc.record({
  actions: fc.array(action, { minLength: 2, maxLength: 9 }),
  /** What happens to each call of the gateway, in turn and over again. */
  lines: fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constant<Line>('up') },
      { weight: 1, arbitrary: fc.constantFrom<Line>('lost-before', 'lost-after', 'away') },
    ),
    { minLength: 1, maxLength: 6 },
  ),
  /** Calls that the gateway turns down until somebody has looked. */
  refused: fc.oneof(
    { weight: 4, arbitrary: fc.constant<readonly Kind[]>([]) },
    { weight: 1, arbitrary: fc.constant<readonly Kind[]>(['capture', 'void']) },
    { weight: 2, arbitrary: fc.subarray<Kind>(['capture', 'void', 'refund'], { minLength: 1 }) },
  ),
  /** What somebody does in the end at the gateway to all that is still reserved there. */
  lateHand: fc.option(fc.constantFrom('capture' as const, 'void' as const)),
  /** Whether staff set going what is stuck, rather than wait for its next try. */
  staffLook: fc.boolean(),
  /** After so many boundaries each node dies; the last one lives. */
  deaths: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 2 }),
});
type Script = typeof script extends fc.Arbitrary<infer Value> ? Value : never;

interface Paid {
  readonly customer: number;
  readonly token: string;
  readonly key: string;
  readonly outcome: StartBookingOutcome | undefined;
}

const tell = async ({ actions, lines, refused, lateHand, staffLook, deaths }: Script) => {
  let calls = 0;
  let calm = false;
  const office = await openBoxOffice({
    line: ({ kind }) => {
      calls += 1;
      if (!calm && refused.includes(kind)) return 'refused';
      return calm ? 'up' : (lines[calls % lines.length] ?? 'up');
    },
  });
  const nodes: OfficeNode[] = [];
  const open = async (): Promise<OfficeNode> => {
    const lives = deaths[nodes.length];
    let boundaries = 0;
    const node = await office.openNode(() => {
      boundaries += 1;
      return boundaries === lives;
    });
    nodes.push(node);
    return node;
  };
  await holdFirst(office);
  let node = await open();
  const paid: Paid[] = [];
  let cancellations = 0;
  for (const each of actions) {
    if (node.isDead()) node = await open();
    cancellations += 1;
    await act(office, node, each, paid, `c${cancellations}`);
  }
  if (!node.isDead()) await rest(office, node);
  if (node.isDead()) node = await open();
  const last = await office.openNode();
  nodes.push(last);
  if (refused.length > 0) await insist(office, last);
  calm = true;
  office.bank.heal();
  if (lateHand !== null) office.bank.byHand(lateHand);
  if (staffLook) {
    for (const booking of office.bookings()) {
      const retried = await office.time.until(last.retryStuck(booking.bookingId, guest));
      const outcome = stuckSteps(booking).length > 0 ? 'retried' : 'rejected';
      expect(retried.outcome).toBe(outcome);
    }
  }
  await settle(office, last);
  return { office, last, paid, close: () => Promise.all(nodes.map((each) => each.kill())) };
};

/** The gateway goes on turning calls down for longer than anybody tries in quick succession. */
const insist = async (office: BoxOffice, node: OfficeNode): Promise<void> => {
  for (let round = 0; round < 12; round += 1) {
    for (const each of node.processes) await office.time.until(each.pass());
    await office.time.pass(60_000);
  }
};

/** Both customers have seats to begin with; what is undisturbed here is not what is tried. */
const holdFirst = async (office: BoxOffice): Promise<void> => {
  const calm = await office.openNode();
  await customerAt(office, calm, 1).hold('A1', 'A2');
  await customerAt(office, calm, 2).hold('A3');
  await customerAt(office, calm, 3).hold('A5');
  await calm.close();
};

const act = async (
  office: BoxOffice,
  node: OfficeNode,
  each: Action,
  paid: Paid[],
  cancellation: string,
): Promise<void> => {
  const at = (number: number) => customerAt(office, node, number);
  const pay = async (number: number, token: string, key: string): Promise<void> => {
    paid.push({ customer: number, token, key, outcome: await at(number).pay(token, key) });
  };
  switch (each.do) {
    case 'hold':
      // A hold's id is never given twice: every holder is a new one.
      await at(3 + office.eventsOf(`showtime-${showtimeId}`).length).hold(...each.seats);
      return;
    case 'pay':
      return pay(each.customer, each.token, `${each.token} ${each.key}`);
    case 'repeat': {
      const before = paid.at(-1);
      if (before !== undefined) await pay(before.customer, before.token, before.key);
      return;
    }
    case 'cancel': {
      const confirmed = office.bookings().filter(({ status }) => status === 'confirmed');
      const chosen = confirmed[each.customer % Math.max(1, confirmed.length)];
      const of = chosen === undefined ? each.customer : holderOf(chosen.bookingId);
      const some =
        chosen === undefined
          ? each.seats
          : keptSeats(chosen)
              .slice(0, 1)
              .map(({ id }) => id);
      await at(of).cancel(cancellation, each.seats === null ? undefined : (some ?? undefined));
      return;
    }
    case 'admit':
      await at(each.customer).admit(cancellation);
      return;
    case 'release': {
      const { holdId, within } = at(each.customer);
      await within(node.commands.showtimes.execute(showtimeId, { type: 'ReleaseHold', holdId }, guest));
      return;
    }
    case 'swap': {
      const { holdId, within } = at(each.customer);
      const swap = { type: 'SwapHeldSeats', holdId, seatIds: each.seats, ticketTypes: {} } as const;
      await within(node.commands.showtimes.execute(showtimeId, swap, guest));
      return;
    }
    case 'cinema cancels':
      await at(1).within(
        node.commands.showtimes.execute(showtimeId, { type: 'CancelShowtime', why: { box: 'fire' } }, guest),
      );
      return;
    case 'time passes':
      await office.time.pass(each.ms);
      return;
    case 'by hand':
      office.bank.byHand(each.what);
      return;
    case 'processes look':
      for (const process of node.processes) await at(1).within(process.pass());
  }
};

/** Captured less refunded is what the kept seats cost and what the terms kept of the others. */
const isBalanced = (office: BoxOffice, booking: Booking): void => {
  const { bookingId } = booking;
  const values = seatValues(booking);
  const kept = keptSeats(booking).reduce((sum, { id }) => sum + (values.get(id) ?? 0), 0);
  const retained = booking.cancellations.reduce(
    (sum, { value, refund }) => sum + value.amount - refund.amount,
    0,
  );
  const left = office.bank.captured(bookingId) - office.bank.refunded(bookingId);
  const paid = booking.status === 'confirmed' || booking.status === 'cancelled';
  expect(left).toBe(paid ? kept + retained : 0);
  // What somebody took by hand for a purchase that came to nothing is paid back to the last cent.
  expect(office.bank.captured(bookingId) - office.bank.paidBack(bookingId)).toBe(
    paid ? booking.total.amount : 0,
  );
};

const isTold = (office: BoxOffice): void => {
  const showtime = office.eventsOf(`showtime-${showtimeId}`);
  const seats = seatOwnership(showtime);
  const owners = new Map(
    office
      .bookings()
      .flatMap((booking) =>
        booking.status === 'confirmed' ? keptSeats(booking).map(({ id }) => [id, booking.bookingId]) : [],
      ) as [string, string][],
  );
  for (const [id, { letter, owner }] of seats) {
    expect(letter === 'B' ? owner : undefined, id).toBe(owners.get(id));
  }
  const cancelled = showtime.some(({ type }) => type === 'ShowtimeCancelled');
  if (cancelled) expect(owners.size).toBe(0);
};

const staysAnswered = async (office: BoxOffice, last: OfficeNode, paid: readonly Paid[]): Promise<void> => {
  for (const { customer: number, token, key, outcome } of paid) {
    if (outcome?.outcome !== 'confirmed' && outcome?.outcome !== 'declined' && outcome?.outcome !== 'failed')
      continue;
    const position: unknown = expect.any(String);
    const booking: unknown = outcome.outcome === 'confirmed' ? outcome.booking : expect.anything();
    expect(await customerAt(office, last, number).pay(token, key)).toEqual({
      ...outcome,
      ...{ position, booking, replayed: true },
    });
  }
};

const runsTotal = 2_000;
/** Stories told at once: most of their time is waiting for one another's turns. */
const abreast = 8;

describe('random scripts of customers, gateway and crashes', () => {
  it('end with balanced books and every seat accounted for', async () => {
    const reached: Record<string, number> = {};
    const stories = fc.asyncProperty(script, async (story) => {
      const { office, last, paid, close } = await tell(story);
      try {
        for (const booking of office.bookings()) {
          const reach = (what: string): void => {
            reached[what] = (reached[what] ?? 0) + 1;
          };
          reach(booking.status);
          const types = office.eventsOf(`booking-${booking.bookingId}`).map(({ type }) => type);
          if (types.includes('PaymentStuck')) reach('stuck');
          if (types.includes('StuckPaymentRetried')) reach('retried');
          if (office.bank.paidBack(booking.bookingId) > 0) reach('paid back');
          expect(stuckSteps(booking)).toEqual([]);
          expect(['confirmed', 'cancelled', 'expired']).toContain(booking.status);
          expect(booking.cancellations.filter(({ refundStatus }) => refundStatus === 'pending')).toEqual([]);
          isBalanced(office, booking);
        }
        expect(office.bank.forgotten()).toEqual([]);
        isTold(office);
        await staysAnswered(office, last, paid);
      } finally {
        await close();
      }
    });
    await Promise.all(
      Array.from({ length: abreast }, () => fc.assert(stories, { numRuns: runsTotal / abreast })),
    );
    // The scripts must go everywhere, or they prove little.
    for (const status of ['confirmed', 'cancelled', 'expired']) {
      expect(reached[status] ?? 0, JSON.stringify(reached)).toBeGreaterThan(runsTotal / 50);
    }
    for (const rare of ['stuck', 'retried', 'paid back']) {
      expect(reached[rare] ?? 0, JSON.stringify(reached)).toBeGreaterThan(2);
    }
  }, 600_000);
});
