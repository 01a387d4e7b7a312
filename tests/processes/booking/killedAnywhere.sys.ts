/**
 * The driver is killed at every boundary of its work: before and after each call of the gateway and each append. Another
 * finishes what it began, and the end is that of a run which nothing disturbed.
 */
import { describe, expect, it } from 'vitest';
import {
  type Boundary,
  type BoxOffice,
  customerAt,
  type OfficeNode,
  openBoxOffice,
  rest,
  settle,
} from '../../support/boxOffice.ts';
import { seatOwnership } from '../../support/seatOwnership.ts';
import { showtimeId } from '../../support/showtimes.ts';

interface Story {
  readonly token: string;
  readonly cancel: 'nothing' | 'one seat' | 'all';
}

/** Everything that must not depend on who was killed when. */
const endOf = (office: BoxOffice) => {
  const booking = office.bookings().at(0);
  return {
    status: booking?.status,
    why: booking?.expiredWhy,
    attempts: booking?.attempts.map(({ attempt, result }) => ({ attempt, result })),
    cancellations: booking?.cancellations.map(({ seatIds, refund, refundStatus, seatsReleased }) => ({
      ...{ seatIds, refund, refundStatus, seatsReleased },
    })),
    books: office.bank.entries().map(({ key, outcome, amount }) => ({ key, outcome, amount })),
    seats: [...seatOwnership(office.eventsOf(`showtime-${showtimeId}`))],
  };
};

const tell = async (office: BoxOffice, first: OfficeNode, { token, cancel }: Story) => {
  const spare = await office.openNode();
  // Holding is not what is disturbed here.
  await customerAt(office, spare, 1).hold('A1', 'A2');
  const nodeNow = () => (first.isDead() ? spare : first);
  const act = async (what: (customer: ReturnType<typeof customerAt>) => Promise<unknown>): Promise<void> => {
    const answered = await what(customerAt(office, nodeNow(), 1));
    // The customer got no answer and asks again, of whoever is there.
    if (answered === undefined) await what(customerAt(office, nodeNow(), 1));
  };
  await act((customer) => customer.pay(token, 'k1'));
  await rest(office, nodeNow());
  await office.time.pass(20_000);
  for (const each of spare.processes) await office.time.until(each.pass());
  if (cancel !== 'nothing')
    await act((customer) => customer.cancel('c1', cancel === 'all' ? undefined : ['A1']));
  await settle(office, spare);
  const end = endOf(office);
  if (!first.isDead()) await first.kill();
  await spare.close();
  return end;
};

const run = async (story: Story, killAt: number) => {
  const office = await openBoxOffice();
  const boundaries: Boundary[] = [];
  const first = await office.openNode((boundary) => {
    boundaries.push(boundary);
    return boundaries.length === killAt;
  });
  const end = await tell(office, first, story);
  return { end, boundaries, forgotten: office.bank.forgotten() };
};

const stories: readonly Story[] = [
  { token: 'tok_ok', cancel: 'all' },
  { token: 'tok_ok', cancel: 'one seat' },
  { token: 'tok_slow', cancel: 'nothing' },
  { token: 'tok_timeout', cancel: 'nothing' },
  { token: 'tok_declined', cancel: 'nothing' },
  { token: 'tok_capture_fails', cancel: 'nothing' },
  { token: 'tok_refund_fails', cancel: 'all' },
];

describe('killed at every boundary', () => {
  it.each(stories)('$token, then $cancel cancelled', async (story) => {
    const whole = await run(story, 0);
    expect(whole.boundaries.length).toBeGreaterThan(4);
    expect(whole.forgotten).toEqual([]);
    for (let killAt = 1; killAt <= whole.boundaries.length; killAt += 1) {
      const disturbed = await run(story, killAt);
      expect(disturbed.end, `killed ${whole.boundaries[killAt - 1]}`).toEqual(whole.end);
      expect(disturbed.forgotten).toEqual([]);
    }
  });

  it('two drivers at once do what one does', async () => {
    for (const token of ['tok_ok', 'tok_slow', 'tok_timeout', 'tok_capture_fails', 'tok_declined']) {
      const alone = await run({ token, cancel: 'nothing' }, 0);
      const office = await openBoxOffice();
      const [left, right] = [await office.openNode(), await office.openNode()];
      const customer = customerAt(office, left, 1);
      await customer.hold('A1', 'A2');
      const paid = customer.pay(token, 'k1');
      const beside = right.driver.drive(customer.bookingId, { forMs: 30_000 });
      await paid;
      const again = Promise.all([
        left.driver.drive(customer.bookingId, { forMs: 30_000 }),
        right.driver.drive(customer.bookingId, { forMs: 30_000 }),
        beside,
      ]);
      await office.time.until(again);
      await settle(office, right);
      expect(endOf(office), token).toEqual(alone.end);
      await Promise.all([left.close(), right.close()]);
    }
  });

  it('the first driver does not call unreached what another has sent meanwhile', async () => {
    let calls = 0;
    let arrive: () => void = () => undefined;
    const late = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const office = await openBoxOffice({
      line: async () => {
        calls += 1;
        if (calls > 1) return 'lost-after';
        await late;
        return 'away';
      },
    });
    const [left, right] = [await office.openNode(), await office.openNode()];
    const customer = customerAt(office, left, 1);
    await customer.hold('A1', 'A2');
    void customer.pay('tok_ok', 'k1');
    await office.time.pass(2_000);
    await office.time.until(right.driver.drive(customer.bookingId, { forMs: 1_000 }));
    arrive();
    await rest(office, left);
    expect(office.bookingIn(customer.bookingId)?.status).toBe('payment_pending');
    expect(office.bank.entries().map(({ outcome }) => outcome)).toEqual(['done']);
    await Promise.all([left.kill(), right.kill()]);
  });
});
