import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryLog, type MemoryLog } from '../../../src/adapters/memory/MemoryEventStore.ts';
import type { CommandContext } from '../../../src/commands/engine/Outcome.ts';
import type { ShowtimeCommand } from '../../../src/domain/showtime/commands.ts';
import { holdsDue } from '../../../src/domain/showtime/inventory/claims.ts';
import { compactSeats } from '../../../src/domain/showtime/inventory/SeatInventory.ts';
import { EventStoreUnavailable } from '../../../src/ports/EventStore.ts';
import { around, guest, keyed, openShowtimeNode, slow, testClock } from '../../support/nodes.ts';
import { done, outcomeOf } from '../../support/outcomes.ts';
import { seatOwnership } from '../../support/seatOwnership.ts';
import {
  bookingOf,
  iso,
  minutes,
  onSaleMs,
  plainHall,
  policies,
  scheduledData,
  seatsHeld,
  showtimeId,
  uuid,
} from '../../support/showtimes.ts';

type Node = Awaited<ReturnType<typeof openShowtimeNode>>;
const stream = `showtime-${showtimeId}`;
const hall = plainHall(10, 20);
const open: Node[] = [];

const node = async (log: MemoryLog, options: Parameters<typeof openShowtimeNode>[1] = {}): Promise<Node> => {
  const opened = await openShowtimeNode(log, { clock: testClock(onSaleMs), ...options });
  open.push(opened);
  return opened;
};

const schedule = (target: Node, context: CommandContext = guest) =>
  target.showtimes.execute(
    showtimeId,
    { type: 'ScheduleShowtime', ...scheduledData({ seats: [...hall] }) },
    context,
  );

const hold = (n: number, ...seatIds: string[]): ShowtimeCommand => ({
  type: 'HoldSeats',
  holdId: uuid(n),
  bookingId: bookingOf(uuid(n)),
  selection: { kind: 'named', seatIds, ticketTypes: {} },
});

const request = (target: Node, command: ShowtimeCommand, context: CommandContext = guest) =>
  target.showtimes.execute(showtimeId, command, context);

const held = (n: number, seatId: string, atMs = onSaleMs) => ({
  events: [seatsHeld(uuid(n), [seatId], atMs)],
});

const storedEvents = (log: MemoryLog) => log.streams.get(stream) ?? [];
const heldBy = (log: MemoryLog) => storedEvents(log).filter(({ type }) => type === 'SeatsHeld').length;

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

describe('one node', () => {
  it('lets one of many racers have the seat and tells the others from memory', async () => {
    const log = createMemoryLog();
    const one = await node(log, { wrap: (store) => slow(store, 4) });
    await schedule(one);
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, n) => request(one, hold(n + 1, 'A1'))),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'done')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'rejected')).toHaveLength(199);
    expect(heldBy(log)).toBe(1);
  });

  it('decides what queued during an append as one batch', async () => {
    const log = createMemoryLog();
    let appends = 0;
    const one = await node(log, {
      wrap: (store) =>
        around(slow(store, 10), (append, inner) => {
          appends += 1;
          return inner.append(append);
        }),
    });
    await schedule(one);
    appends = 0;
    const outcomes = await Promise.all(hall.slice(0, 100).map(({ id }, n) => request(one, hold(n + 1, id))));
    expect(outcomes.every(({ outcome }) => outcome === 'done')).toBe(true);
    expect(heldBy(log)).toBe(100);
    expect(appends).toBeLessThanOrEqual(2);
  });

  it('answers each command of a batch with its own state, revision and events', async () => {
    const log = createMemoryLog();
    const one = await node(log, { wrap: (store) => slow(store, 4) });
    await schedule(one);
    const outcomes = await Promise.all([1, 2, 3].map((n) => request(one, hold(n, `A${n}`))));
    for (const [place, outcome] of outcomes.entries()) {
      if (outcome.outcome !== 'done' || outcome.state.status === 'none') throw new Error('not held');
      expect(outcome.revision).toBe(2 + place);
      expect(outcome.position).toBe(storedEvents(log)[2 + place]?.position);
      expect(outcome.events.map(({ revision, type }) => [revision, type])).toEqual([
        [2 + place, 'SeatsHeld'],
      ]);
      expect(holdsDue(outcome.state.inventory, Number.POSITIVE_INFINITY)).toHaveLength(place + 1);
    }
  });

  it('keeps nothing in memory of what does not exist', async () => {
    const log = createMemoryLog();
    const one = await node(log);
    expect(await request(one, hold(1, 'A1'))).toEqual({
      outcome: 'rejected',
      rejection: { reason: 'ShowtimeNotFound' },
    });
    expect((await one.showtimes.read(showtimeId)).revision).toBe(-1);
  });

  it('reads a showtime as it was', async () => {
    const log = createMemoryLog();
    const clock = testClock(onSaleMs);
    const one = await node(log, { clock });
    await schedule(one);
    await request(one, hold(1, 'A1'));
    clock.advance(1_000);
    await request(one, hold(2, 'A2'));
    const letters = async (fold: ReturnType<Node['showtimes']['readAt']>) => {
      const { state } = await fold;
      return state.status === 'none' ? '' : compactSeats(state.inventory).slice(0, 3);
    };
    expect(await letters(one.showtimes.read(showtimeId))).toBe('HHA');
    expect(await letters(one.showtimes.readAt(showtimeId, 2))).toBe('HAA');
    expect(await letters(one.showtimes.readAt(showtimeId, 1))).toBe('AAA');
    expect(await letters(one.showtimes.readAsOf(showtimeId, { instant: iso(onSaleMs) }))).toBe('HAA');
    expect(await letters(one.showtimes.readAsOf(showtimeId, { instant: iso(onSaleMs - 1) }))).toBe('');
  });

  it('never lets decision time run backwards', async () => {
    const log = createMemoryLog();
    const clock = testClock(onSaleMs);
    const one = await node(log, { clock });
    await schedule(one);
    await request(one, hold(1, 'A1'));
    clock.advance(-minutes(30));
    await request(one, hold(2, 'A2'));
    const times = storedEvents(log).map(({ at }) => at);
    expect(times).toEqual([...times].sort());
  });

  it('says so when the log is away, and works again when it is back', async () => {
    const log = createMemoryLog();
    let away = false;
    const one = await node(log, {
      wrap: (store) =>
        around(store, (append, inner) => {
          if (away) throw new EventStoreUnavailable('the log is away');
          return inner.append(append);
        }),
    });
    await schedule(one);
    away = true;
    expect(await request(one, hold(1, 'A1'))).toEqual({
      outcome: 'unavailable',
      why: 'the log is away',
      retryAfterMs: 2_000,
    });
    away = false;
    expect(outcomeOf(await request(one, hold(2, 'A1')))).toEqual(done(2, 'H', held(2, 'A1')));
  });

  it('stops a stream with an event that nobody here can read, and no other', async () => {
    const log = createMemoryLog();
    const one = await node(log);
    await schedule(one);
    const otherId = uuid(0xff);
    const other = scheduledData({ showtimeId: otherId });
    await one.showtimes.execute(otherId, { type: 'ScheduleShowtime', ...other }, guest);
    await one.events.append({
      stream,
      expected: 1,
      events: [
        {
          id: randomUUID(),
          type: 'SeatsTeleported',
          version: 1,
          at: new Date(onSaleMs).toISOString(),
          data: {},
          metadata: guest,
        },
      ],
    });
    await one.tail.waitFor(await one.events.head(), 30_000);
    await expect(request(one, hold(1, 'A1'))).rejects.toThrow('SeatsTeleported');
    await expect(one.showtimes.read(showtimeId)).rejects.toThrow('SeatsTeleported');
    expect(outcomeOf(await one.showtimes.execute(otherId, hold(2, 'A1'), guest))).toEqual(
      done(2, 'H', held(2, 'A1')),
    );
  });

  it('finds an append stored whose acknowledgement never came', async () => {
    const log = createMemoryLog();
    let lose = false;
    const one = await node(log, {
      wrap: (store) =>
        around(store, async (append, inner) => {
          const result = await inner.append(append);
          if (lose) throw new EventStoreUnavailable('no answer');
          return result;
        }),
    });
    await schedule(one);
    lose = true;
    expect(await request(one, hold(1, 'A1'), keyed('k1'))).toEqual({
      outcome: 'unavailable',
      why: 'no answer',
      retryAfterMs: 2_000,
    });
    lose = false;
    expect(await request(one, hold(2, 'A1'))).toEqual({
      outcome: 'rejected',
      rejection: { reason: 'SeatsUnavailable', unavailable: ['A1'] },
    });
    expect(outcomeOf(await request(one, hold(3, 'A1'), keyed('k1')))).toEqual(
      done(2, 'H', { ...held(1, 'A1'), replayed: true }),
    );
    expect(heldBy(log)).toBe(1);
  });
});

describe('idempotency', () => {
  it('gives the first answer again, on another node and after a restart too', async () => {
    const log = createMemoryLog();
    const one = await node(log);
    await schedule(one);
    const first = await request(one, hold(1, 'A1'), keyed('k1'));
    await request(one, hold(2, 'A2'));
    const again = await request(one, hold(3, 'A1'), keyed('k1'));
    const restarted = await node(log);
    const elsewhere = await request(restarted, hold(4, 'A1'), keyed('k1'));
    if (first.outcome !== 'done') throw new Error('not held');
    for (const repeat of [again, elsewhere]) {
      if (repeat.outcome !== 'done') throw new Error('not repeated');
      expect(repeat.replayed).toBe(true);
      expect(repeat.events).toEqual(first.events);
      expect(repeat.revision).toBe(first.revision);
      expect(JSON.stringify(repeat.state)).toBe(JSON.stringify(first.state));
    }
    expect(heldBy(log)).toBe(2);
  });

  it('refuses the key with another body, and one that is still running', async () => {
    const log = createMemoryLog();
    const one = await node(log, { wrap: (store) => slow(store, 20) });
    await schedule(one);
    const first = request(one, hold(1, 'A1'), keyed('k1'));
    const [same, other] = await Promise.all([
      request(one, hold(2, 'A1'), keyed('k1')),
      request(one, hold(3, 'A2'), keyed('k1', 'other')),
    ]);
    expect(same).toEqual({ outcome: 'in-progress' });
    expect(other).toEqual({ outcome: 'key-reused' });
    expect(outcomeOf(await first)).toEqual(done(2, 'H', held(1, 'A1')));
    expect(await request(one, hold(4, 'A2'), keyed('k1', 'other'))).toEqual({ outcome: 'key-reused' });
    expect(heldBy(log)).toBe(1);
  });

  it('decides a refused request anew', async () => {
    const log = createMemoryLog();
    const one = await node(log);
    await schedule(one);
    await request(one, hold(1, 'A1'));
    expect(await request(one, hold(2, 'A1'), keyed('k1'))).toEqual({
      outcome: 'rejected',
      rejection: { reason: 'SeatsUnavailable', unavailable: ['A1'] },
    });
    await request(one, { type: 'ReleaseHold', holdId: uuid(1) });
    expect(outcomeOf(await request(one, hold(2, 'A1'), keyed('k1')))).toEqual(done(4, 'H', held(2, 'A1')));
  });

  it('remembers a request that had nothing to do', async () => {
    const log = createMemoryLog();
    const one = await node(log);
    await schedule(one);
    const unblock: ShowtimeCommand = { type: 'UnblockSeats', seatIds: ['A1'] };
    const remembered = { events: [{ type: 'RequestRemembered', data: {} }] };
    expect(outcomeOf(await request(one, unblock, keyed('k1')))).toEqual(done(2, '', remembered));
    await request(one, { type: 'BlockSeats', seatIds: ['A1'], why: { box: 'broken' } });
    expect(outcomeOf(await request(one, unblock, keyed('k1')))).toEqual(
      done(2, '', { ...remembered, replayed: true }),
    );
    const { state } = await one.showtimes.read(showtimeId);
    expect(state.status === 'none' ? '' : compactSeats(state.inventory)[0]).toBe('X');
  });

  it('creates a thing once however many nodes are asked at once', async () => {
    const log = createMemoryLog();
    const nodes = await Promise.all([1, 2, 3].map(() => node(log, { wrap: (store) => slow(store, 6) })));
    const outcomes = await Promise.all(nodes.map((each) => schedule(each, keyed('k1'))));
    expect(outcomes.map((each) => (each.outcome === 'done' ? each.replayed : each))).toEqual(
      expect.arrayContaining([false, true, true]),
    );
    expect(storedEvents(log)).toHaveLength(2);
  });
});

describe('two nodes', () => {
  it('never sell a seat twice, lined up or staggered', async () => {
    const log = createMemoryLog();
    const nodes = await Promise.all([3, 5].map((ms) => node(log, { wrap: (store) => slow(store, ms) })));
    const [first] = nodes;
    if (first === undefined) throw new Error('no node');
    await schedule(first);
    const races = hall.slice(0, 60).flatMap(({ id }, seat) =>
      nodes.map(async (each, which) => {
        await new Promise((go) => setTimeout(go, (seat * 7 + which * (seat % 3)) % 40));
        return request(each, hold(seat * 10 + which + 1, id));
      }),
    );
    const outcomes = await Promise.all(races);
    expect(outcomes.filter(({ outcome }) => outcome === 'done')).toHaveLength(60);
    expect(outcomes.filter(({ outcome }) => outcome === 'rejected')).toHaveLength(60);
    seatOwnership(storedEvents(log));
    expect(heldBy(log)).toBe(60);
  });

  it('both make progress while both have work without end, the far one too', async () => {
    const log = createMemoryLog();
    const clock = {
      nowMs: () => onSaleMs + Math.floor(performance.now()),
      steadyMs: () => performance.now(),
    };
    const nodes = await Promise.all(
      [2, 12].map((ms) => node(log, { clock, wrap: (store) => slow(store, ms) })),
    );
    const [first] = nodes;
    if (first === undefined) throw new Error('no node');
    await schedule(first);
    const until = performance.now() + 1_500;
    const won = await Promise.all(
      nodes.map(async (each, which) => {
        let done = 0;
        // Each worker holds and gives back one seat of its own as fast as it can.
        await Promise.all(
          Array.from({ length: 60 }, async (_, worker) => {
            const seat = hall[which * 100 + worker]?.id ?? '';
            for (let round = 0; performance.now() < until; round += 1) {
              const n = which * 1_000_000 + worker * 10_000 + round + 1;
              const outcome = await request(each, hold(n, seat));
              if (outcome.outcome === 'done') done += 1;
              await request(each, { type: 'ReleaseHold', holdId: uuid(n) });
            }
          }),
        );
        return done;
      }),
    );
    for (const count of won) expect(count).toBeGreaterThan(60);
    seatOwnership(storedEvents(log));
  });

  it('refuses from memory only while it is up to date with the other', async () => {
    const log = createMemoryLog();
    const clock = testClock(onSaleMs);
    const one = await node(log, { clock });
    // A node that hears nothing: only reading on before it refuses can tell it of the release.
    const deaf = await node(log, {
      clock,
      wrap: (store) => ({
        ...around(store, (append, inner) => inner.append(append)),
        subscribe: () => ({ close: () => Promise.resolve() }),
      }),
    });
    await schedule(one);
    await request(one, hold(1, 'A1'));
    expect(await request(deaf, hold(2, 'A1'))).toEqual({
      outcome: 'rejected',
      rejection: { reason: 'SeatsUnavailable', unavailable: ['A1'] },
    });
    await request(one, { type: 'ReleaseHold', holdId: uuid(1) });
    clock.advance(251);
    expect(outcomeOf(await request(deaf, hold(3, 'A1')))).toEqual(done(4, 'H', held(3, 'A1', clock.nowMs())));
  });

  it('keeps policies of lapsed holds: the loser of the race for an expired seat is told', async () => {
    const log = createMemoryLog();
    const clock = testClock(onSaleMs);
    const nodes = await Promise.all([1, 2].map(() => node(log, { clock, wrap: (store) => slow(store, 4) })));
    const [first, second] = nodes;
    if (first === undefined || second === undefined) throw new Error('no node');
    await schedule(first);
    await request(first, hold(1, 'A1', 'A2'));
    clock.advance(policies.holdTtlMs);
    const outcomes = await Promise.all([request(first, hold(2, 'A1')), request(second, hold(3, 'A1'))]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['done', 'rejected']);
    expect(storedEvents(log).filter(({ type }) => type === 'HoldExpired')).toHaveLength(1);
    seatOwnership(storedEvents(log));
  });
});
