/** Many holds that run out at once, and a showtime of many events that is not in memory. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pino from 'pino';
import { openPostgresEventStore } from '../../src/adapters/postgres/PostgresEventStore.ts';
import { foldStream } from '../../src/commands/engine/readStream.ts';
import { encodeEvent } from '../../src/domain/kernel/eventDefinition.ts';
import { streamOf } from '../../src/domain/kernel/streams.ts';
import { type ShowtimeEvent, showtimeEvents } from '../../src/domain/showtime/events.ts';
import type { Showtime } from '../../src/domain/showtime/ShowtimeState.ts';
import { showtimeAggregate } from '../../src/domain/showtime/showtimeAggregate.ts';
import { showtimeDecider } from '../../src/domain/showtime/showtimeDecider.ts';
import type { StreamAppend } from '../../src/ports/EventStore.ts';
import { inFlight } from '../../src/processes/engine/growingPass.ts';
import { createIds } from './ids.ts';
import type { Measure } from './Measure.ts';
import { type Program, processorTime, type ScaleBench, withDatabase } from './program.ts';
import type { Timetable } from './timetable.ts';

const holdsToExpire = 10_000;
const expireInMs = 15_000;
const inFlightMax = 64;
const waitMsMax = 300_000;
const pollMs = 20;
const coldEvents = 20_000;

interface Read {
  readonly state: Showtime;
  readonly revision: number;
}

/** A hold that runs out at `expiresAtMs`, decided when it must have been for that. */
const holdUntil = (
  { state, revision }: Read,
  ids: ReturnType<typeof createIds>,
  expiresAtMs: number,
): StreamAppend => {
  const nowMs = expiresAtMs - state.facts.policies.holdTtlMs;
  const id = ids.next(nowMs);
  const selection = { kind: 'best-available', count: 1, ticketTypes: [] } as const;
  const asked = { type: 'HoldSeats', holdId: id, bookingId: ids.next(nowMs), selection, nowMs } as const;
  const decision = showtimeDecider.decide(asked, state);
  if (decision.kind === 'rejected') throw new Error(`a hold is refused: ${decision.rejection.reason}`);
  const metadata = { correlationId: id, causationId: id, actor: { role: 'guest' } } as const;
  const at = new Date(nowMs).toISOString();
  return {
    stream: streamOf(showtimeAggregate, state.facts.showtimeId),
    expected: revision,
    events: decision.events.map((event) => {
      return { id: ids.next(nowMs), ...encodeEvent<ShowtimeEvent>(showtimeEvents, event), at, metadata };
    }),
  };
};

/** Appended as by another node, spread over as many showtimes as there are. */
export const expireTogether = async (
  bench: ScaleBench,
  program: Program,
  timetable: Timetable,
  showtimes: number,
): Promise<Measure> =>
  withDatabase(bench, async (_query, connectionString) => {
    const events = await openPostgresEventStore({ connectionString, logger: pino({ level: 'silent' }) });
    try {
      const ids = createIds(Date.now());
      const read: Read[] = [];
      const places = Array.from({ length: Math.min(showtimes, holdsToExpire) }, (_, place) => place);
      await inFlight(places, inFlightMax, async (n) => {
        const { id } = timetable.show(showtimes - 1 - n);
        const { state, revision } = await foldStream(showtimeAggregate, events, id);
        if (state.status === 'on-sale') read.push({ state, revision });
      });
      const untilMs = Date.now() + expireInMs;
      const appends = read.map((each) => holdUntil(each, ids, untilMs));
      const from = await events.head();
      await inFlight(appends, inFlightMax, async (append) => {
        await events.append(append);
      });
      bench.say(`${appends.length} holds run out in ${untilMs - Date.now()} ms`);
      const before = processorTime(bench, program);
      let expired = 0;
      let after = from;
      let lastMs = Number.NaN;
      while (expired < appends.length && Date.now() < untilMs + waitMsMax) {
        const page = await events.readAll(after, { maxCount: 1_000, filter: { types: ['HoldExpired'] } });
        after = page.next;
        expired += page.events.length;
        if (page.events.length > 0) lastMs = Date.now();
        if (page.atEnd) await pause(pollMs);
      }
      const used = processorTime(bench, program);
      const each = (one: number, other: number): string =>
        `${(((other - one) * 1e6) / appends.length).toFixed(0)} µs`;
      bench.say(
        `processor time per hold: ${each(before.program, used.program)} + ${each(before.postgres, used.postgres)} of Postgres`,
      );
      return {
        what: `${appends.length.toLocaleString('en')} holds that run out at once, until the last is recorded`,
        value: expired < appends.length ? Number.POSITIVE_INFINITY : (lastMs - untilMs) / 1_000,
        unit: 's',
        before: '39',
        must: 10,
      };
    } finally {
      await events.close();
    }
  });

/** Holds and gives back until the showtime's stream has so many events, each with a key. */
export const makeLongStream = async (
  program: Program,
  { show, theaters }: Timetable,
  say: (text: string) => void,
): Promise<{ readonly showtimeId: string; readonly seatId: string }> => {
  const { hallId, film } = show(0);
  const theater = theaters.find(({ halls }) => halls.some(({ id }) => id === hallId));
  const startsAt = new Date(Date.now() + 200 * 86_400_000 + Math.floor(Math.random() * 1_000) * 14_400_000);
  const body = {
    movieId: film.id,
    hallId,
    startsAt: startsAt.toISOString(),
    basePrice: { amount: 1_000, currency: 'USD' },
  };
  const made = await program.post('/v1/showtimes', body);
  const { id: showtimeId } = (await made.json()) as { id: string };
  if (made.status !== 201) throw new Error(`a showtime: ${made.status}`);
  const seats = (theater?.halls.find(({ id }) => id === hallId)?.seats ?? [])
    .filter(({ type }) => type === 'regular' || type === 'premium' || type === 'recliner')
    .map(({ id }) => id);
  const keyed = () => ({ 'idempotency-key': randomUUID() });
  const workers = Math.min(32, seats.length);
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      for (let n = worker; n < coldEvents / 2; n += workers) {
        const answer = await program.post(
          `/v1/showtimes/${showtimeId}/holds`,
          { seatIds: [seats[worker]] },
          keyed(),
        );
        const { holdId, holdToken } = (await answer.json()) as { holdId: string; holdToken: string };
        if (answer.status !== 201) throw new Error(`a hold: ${answer.status}`);
        const headers = { 'hold-token': holdToken, ...keyed() };
        const given = await fetch(`${program.address}/v1/holds/${holdId}`, { method: 'DELETE', headers });
        if (given.status !== 204) throw new Error(`a release: ${given.status}`);
      }
    }),
  );
  say(`a showtime of ${coldEvents} events is made`);
  return { showtimeId, seatId: seats[0] ?? '' };
};

export const holdCold = async (
  program: Program,
  { showtimeId, seatId }: { readonly showtimeId: string; readonly seatId: string },
): Promise<Measure> => {
  const since = performance.now();
  const answer = await program.post(`/v1/showtimes/${showtimeId}/holds`, { seatIds: [seatId] });
  await answer.text();
  const ms = performance.now() - since;
  if (answer.status !== 201) throw new Error(`the first hold: ${answer.status}`);
  return {
    what: 'first hold on a cold stream of 20,000 events with keys',
    value: ms,
    unit: 'ms',
    before: '400–600',
    must: 50,
  };
};
