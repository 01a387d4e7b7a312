/** Whole sales: hold, pay, confirm. */
import type { Bench } from '../Bench.ts';
import { checkedHolds } from '../checkedHolds.ts';
import { benchLimits } from '../limits.ts';
import { runLoad } from '../load/runLoad.ts';
import type { SubjectName } from '../subjects/Subject.ts';
import { startSubject } from '../subjects/startSubject.ts';
import type { Metric } from './Metric.ts';

const seatsPerBooking = 2;
const abandonEvery = 10;
/** Part of the showtimes, and so of the seats, that the slower peers sell. */
const peerShare = 0.1;
const peerShowtimesMin = 10;
const takesMsMax = 3_600_000;

interface Sold {
  readonly bookingsPerSecond: number;
  readonly seats: number;
  readonly bookings: number;
  readonly faults: readonly string[];
}

const measure = async (bench: Bench, name: SubjectName, showtimes: number): Promise<Sold> => {
  const { spreadSeats: seats, spreadHalls: halls, connections } = benchLimits;
  const subject = await startSubject(bench, name, { size: { showtimes, seats, halls } });
  try {
    const { showtimeIds, seatIds } = subject.stage;
    const result = await runLoad({
      ports: [subject.server.port],
      connections,
      warmUpMs: 0,
      forMs: takesMsMax,
      statuses: [201],
      requests: {
        kind: 'book',
        showtimes: showtimeIds,
        seats: seatIds,
        seatsPerHold: seatsPerBooking,
        order: 'zipf',
        abandonEvery,
        paymentToken: 'tok_ok',
      },
    });
    const faults = [...(await checkedHolds(subject, result))];
    const bookings = result.latenciesMs.length;
    const expected = showtimes * (seats / seatsPerBooking);
    if (result.acknowledged.length !== expected)
      faults.push(`${result.acknowledged.length} of ${expected} were sold or held`);
    const perSecond = faults.length > 0 ? 0 : bookings / result.seconds;
    bench.say(
      `P17: ${name} ${Math.round(perSecond)} bookings/s, ${bookings} in ${Math.round(result.seconds)} s`,
    );
    return { bookingsPerSecond: perSecond, seats: showtimes * seats, bookings, faults };
  } finally {
    await subject.stop();
  }
};

export const p17: Metric = {
  id: 'P17',
  title: 'Sold end to end: hold, pay, confirm, two seats a booking, one in ten abandoned',
  when: 'full',
  run: async (bench) => {
    const showtimes = Math.max(1, Math.round(bench.seats / benchLimits.spreadSeats));
    const few = Math.min(showtimes, Math.max(peerShowtimesMin, Math.round(showtimes * peerShare)));
    const own = await measure(bench, 'M', showtimes);
    const lock = await measure(bench, 'FU', few);
    const update = await measure(bench, 'CU', few);
    const over = (other: Sold) => own.bookingsPerSecond / other.bookingsPerSecond;
    const told = (name: string, { bookingsPerSecond: value }: Sold) =>
      ({ name: `${name}, bookings`, value, unit: 'per second' }) as const;
    return {
      measures: [
        { name: 'M over FU', value: over(lock), unit: 'ratio', must: 1, aim: 4 },
        { name: 'M over CU', value: over(update), unit: 'ratio' },
        { name: 'M, seats offered', value: own.seats, unit: 'count', must: 200_000, aim: 1_000_000 },
        told('M', own),
        told('FU', lock),
        told('CU', update),
      ],
      notes: [
        `${own.bookings.toLocaleString('en')} bookings of M over ${showtimes.toLocaleString('en')} showtimes by Zipf, ${lock.bookings.toLocaleString('en')} of each peer over ${few}; the whole log of M was read and folded afterwards.`,
        ...[own, lock, update].flatMap(({ faults }) => faults.slice(0, 3)),
      ],
    };
  },
};
