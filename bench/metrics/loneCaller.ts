/** What the command handler adds to one plain append when nobody else calls. */
import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { openPostgresEventStore } from '../../src/adapters/postgres/PostgresEventStore.ts';
import { systemClock as clock, systemIds as ids } from '../../src/adapters/system/system.ts';
import { openLogTail } from '../../src/commands/engine/LogTail.ts';
import { createRunners } from '../../src/commands/runners.ts';
import { handedOver } from '../../src/composition/engine/handedOver.ts';
import type { EventStore, NewEvent } from '../../src/ports/EventStore.ts';
import type { Bench } from '../Bench.ts';
import { openDatabase } from '../database.ts';
import { median, spread } from '../figures.ts';
import { holdOneSeat } from '../own/holdOneSeat.ts';
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

/** Medians of a handled hold and of a plain append, which take turns; milliseconds. */
const measure = async (store: EventStore): Promise<{ handledMs: number; plainMs: number }> => {
  const logger = pino({ level: 'silent' });
  const tail = await openLogTail(store, clock, (error) => {
    throw error;
  });
  try {
    const events = handedOver(store, tail);
    const { showtimes } = createRunners({ events, tail, clock, ids, logger }, 10);
    const showtimeId = randomUUID();
    const seatIds = seatIdsOf(seats);
    await openShowtimes(store, [showtimeId], seatIds);
    const hold = (seatId: string) => holdOneSeat(showtimes, showtimeId, seatId);
    const [first = '', ...others] = seatIds;
    await hold(first);
    const [made] = await store.readStream(`showtime-${showtimeId}`, { backwards: true, maxCount: 1 });
    if (made === undefined) throw new Error('the hold is not in the log');
    const { stream: _stream, revision: _revision, position: _position, ...event } = made;
    const append = await plainAppends(store, event);
    const handled: number[] = [];
    const plain: number[] = [];
    for (const seatId of others.slice(0, warmUpCalls + callsPerRound)) {
      handled.push(await timed(() => hold(seatId)));
      plain.push(await timed(append));
    }
    return { handledMs: median(handled.slice(warmUpCalls)), plainMs: median(plain.slice(warmUpCalls)) };
  } finally {
    await tail.close();
  }
};

const inOneDatabase = async (bench: Bench): Promise<{ handledMs: number; plainMs: number }> => {
  const database = await openDatabase(bench);
  const logger = pino({ level: 'silent' });
  const store = await openPostgresEventStore({ connectionString: database.url, logger });
  try {
    return await measure(store);
  } finally {
    await store.close();
    await database.close();
  }
};

export const p4: Metric = {
  id: 'P4',
  title: 'A lone caller at the command handler, over one plain append of the same event',
  when: 'full',
  run: async (bench) => {
    const found: { handledMs: number; plainMs: number }[] = [];
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
