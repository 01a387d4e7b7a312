/** Whole sales at a steady rate while the gateway takes its time and many others look at the seats. */
import path from 'node:path';
import type { Bench } from '../Bench.ts';
import { checkedHolds } from '../checkedHolds.ts';
import { startChildServer } from '../childServer.ts';
import { median, percentile, spread } from '../figures.ts';
import { benchLimits } from '../limits.ts';
import { runLoad } from '../load/runLoad.ts';
import { countOf } from '../sell.ts';
import { startSubject } from '../subjects/startSubject.ts';
import type { Metric } from './Metric.ts';

const bookingsPerSecond = 300;
const readsPerBooking = 100;
const gatewayMs = 50;
const showtimes = 100;
/** A booking waits for two commits, two answers of the gateway and one more commit: so many are under way at once. */
const buyers = 512;
const stripe = { key: 'sk_test_of_the_stand_in', card: 'pm_card_visa' } as const;

interface Seen {
  readonly p99Ms: number;
  readonly booked: number;
  readonly read: number;
  readonly faults: readonly string[];
}

const startGateway = (bench: Bench) =>
  startChildServer(
    {
      script: 'bench/subjects/gatewayServer.ts',
      args: ['--answers-after-ms', String(gatewayMs)],
      logFile: path.join(bench.folder, 'gateway.log'),
      speaksHttp: false,
    },
    bench.stops,
  );

const measure = async (bench: Bench, reads: number): Promise<Seen> => {
  const gateway = await startGateway(bench);
  const env = {
    STRIPE_API_KEY: stripe.key,
    STRIPE_API_BASE: gateway.address,
    STRIPE_WEBHOOK_SECRET: 'none at all',
  };
  const subject = await startSubject(bench, 'M', { size: { showtimes, seats: benchLimits.hallSeats }, env });
  try {
    const { showtimeIds, seatIds } = subject.stage;
    const { warmUpMs, forMs } = bench.limits;
    const job = { ports: [subject.server.port], warmUpMs, forMs };
    const paths = showtimeIds.map((id) => `/v1/showtimes/${id}/seats?view=compact`);
    const choice = { showtimes: showtimeIds, seats: seatIds, seatsPerHold: 2, order: 'zipf' } as const;
    const [bookings, looking] = await Promise.all([
      runLoad({
        ...job,
        connections: buyers,
        ratePerSecond: bookingsPerSecond,
        statuses: [201, 202],
        requests: { kind: 'book', ...choice, abandonEvery: 0, paymentToken: stripe.card },
      }),
      runLoad({
        ...job,
        connections: benchLimits.connections,
        ratePerSecond: bookingsPerSecond * reads,
        statuses: [200],
        requests: { kind: 'same', method: 'GET', paths },
      }),
    ]);
    return {
      p99Ms: percentile(bookings.latenciesMs, 0.99),
      booked: countOf(bookings, [201]) / bookings.seconds,
      read: countOf(looking) / looking.seconds,
      faults: await checkedHolds(subject, bookings),
    };
  } finally {
    await subject.stop();
    await gateway.stop();
  }
};

const loads = { must: readsPerBooking, few: readsPerBooking / 10 } as const;

export const p18: Metric = {
  id: 'P18',
  title: `Whole sales with a gateway of ${gatewayMs} ms, ${bookingsPerSecond} a second, open loop, seat maps read meanwhile`,
  when: 'full',
  run: async (bench) => {
    const found: Record<keyof typeof loads, Seen[]> = { must: [], few: [] };
    for (let round = 0; round < bench.limits.rounds; round += 1) {
      for (const load of ['must', 'few'] as const) {
        const seen = await measure(bench, loads[load]);
        found[load].push(seen);
        bench.say(
          `P18, ${loads[load]} reads: ${Math.round(seen.booked)} bookings/s, p99 ${Math.round(seen.p99Ms)} ms`,
        );
      }
    }
    const measures = (['must', 'few'] as const).flatMap((load) => {
      const name = `${loads[load]} reads per sale`;
      const p99s = found[load].map(({ p99Ms }) => p99Ms);
      const rate = (which: 'booked' | 'read') => median(found[load].map((seen) => seen[which]));
      return [
        {
          name: `${name}, p99 from asking for seats to confirmed`,
          value: median(p99s),
          spread: spread(p99s),
          unit: 'ms',
          ...(load === 'must' ? { must: 1_000 } : {}),
          less: true,
        },
        { name: `${name}, confirmed`, value: rate('booked'), unit: 'per second' },
        { name: `${name}, read`, value: rate('read'), unit: 'per second' },
      ] as const;
    });
    const faults = Object.values(found).flatMap((all) => all.flatMap((seen) => seen.faults.slice(0, 3)));
    return { measures, notes: faults };
  },
};
