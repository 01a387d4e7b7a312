/** The latency that the command handler adds to one plain append, with a single caller. */
import { randomUUID } from 'node:crypto';
import { systemIds as ids } from '../../src/adapters/system/system.ts';
import type { EventStore, NewEvent } from '../../src/ports/EventStore.ts';
import type { Bench } from '../Bench.ts';
import { openDatabase } from '../database.ts';
import { median, spread } from '../figures.ts';
import { type Handler, withCommandHandler } from '../own/atCommandHandler.ts';
import { holdOneSeat } from '../own/guestHolds.ts';
import { openShowtimes } from '../own/openShowtimes.ts';
import { seatIdsOf } from '../stage.ts';
import type { Metric } from './Metric.ts';

const callsPerRound = 600;
const warmUpCalls = 200;
const seats = 2_000;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAtMs = performance.now();
  await work();
  return performance.now() - startedAtMs;
};

/** Appends the same event to a stream of its own, and nothing else. */
const plainAppends = async (events: EventStore, event: NewEvent): Promise<() => Promise<void>> => {
  const stream = `plain-${randomUUID()}`;
  let revision = -1;
  return async () => {
    const expected = revision === -1 ? 'no-stream' : revision;
    await events.append({ stream, expected, events: [{ ...event, id: ids.next() }] });
    revision += 1;
  };
};

interface Medians {
  readonly handledMs: number;
  readonly plainMs: number;
}

/** A handled hold and a plain append take turns. */
const measure = async ({ store, showtimes }: Handler): Promise<Medians> => {
  const showtimeId = randomUUID();
  const [first = '', ...others] = seatIdsOf(seats);
  await openShowtimes(store, [showtimeId], [first, ...others]);
  await holdOneSeat(showtimes, showtimeId, first);
  const [made] = await store.readStream(`showtime-${showtimeId}`, { backwards: true, maxCount: 1 });
  if (made === undefined) throw new Error('the hold is not in the log');
  const { stream: _stream, revision: _revision, position: _position, ...event } = made;
  const append = await plainAppends(store, event);
  const handled: number[] = [];
  const plain: number[] = [];
  for (const seatId of others.slice(0, warmUpCalls + callsPerRound)) {
    handled.push(await timed(() => holdOneSeat(showtimes, showtimeId, seatId)));
    plain.push(await timed(append));
  }
  return { handledMs: median(handled.slice(warmUpCalls)), plainMs: median(plain.slice(warmUpCalls)) };
};

const inOneDatabase = async (bench: Bench): Promise<Medians> => {
  const database = await openDatabase(bench);
  return withCommandHandler(database.url, measure).finally(database.close);
};

export const p4: Metric = {
  id: 'P4',
  title: 'A lone caller at the command handler, over one plain append of the same event',
  when: 'full',
  run: async (bench) => {
    const found: Medians[] = [];
    for (let round = 0; round < bench.limits.rounds; round += 1) found.push(await inOneDatabase(bench));
    const ratios = found.map(({ handledMs, plainMs }) => handledMs / plainMs);
    return {
      measures: [
        {
          name: 'handler over plain append',
          value: median(ratios),
          spread: spread(ratios),
          unit: 'ratio',
          must: 1.15,
          less: true,
        },
        {
          name: 'handler, median',
          value: median(found.map(({ handledMs }) => handledMs)),
          unit: 'ms',
        },
        {
          name: 'plain append, median',
          value: median(found.map(({ plainMs }) => plainMs)),
          unit: 'ms',
        },
      ],
      notes: [`${callsPerRound} pairs a round, in turns.`],
    };
  },
};
