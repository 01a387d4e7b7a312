/**
 * Two nodes sell the same showtime while their Redis is emptied, filled, paused, killed and started again. Every map
 * that is seen anywhere is compared with the log by an independent judge; sales must go on; Redis must heal.
 */
import { setTimeout as rest } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createMemoryLog,
  type MemoryLog,
  openMemoryEventStore,
} from '../../../src/adapters/memory/MemoryEventStore.ts';
import { createMemorySeatMapStore } from '../../../src/adapters/memory-seat-maps/MemorySeatMapStore.ts';
import { openRedisSeatMapStore } from '../../../src/adapters/redis/RedisSeatMapStore.ts';
import { foldStream } from '../../../src/commands/engine/readStream.ts';
import type { SeatMap } from '../../../src/domain/showtime/seatMap.ts';
import { showtimeAggregate } from '../../../src/domain/showtime/showtimeAggregate.ts';
import { feedSharedMaps } from '../../../src/projections/seat-maps/feedSharedMaps.ts';
import { createSeatMaps } from '../../../src/projections/seat-maps/SeatMaps.ts';
import { eventually } from '../../support/eventually.ts';
import { guest, openShowtimeNode } from '../../support/nodes.ts';
import { silentLogger } from '../../support/postgres.ts';
import { redisIsHere, startTestRedis, type TestRedis } from '../../support/redis.ts';
import { seatOwnership } from '../../support/seatOwnership.ts';
import { onSale, onSaleMs, plainHall, showtimeId, uuid } from '../../support/showtimes.ts';
import { appendEvents } from '../appendEvents.ts';

/** The load: enough for changes at every moment, and few enough for the judge to fold each revision. */
const betweenHoldsMs = 40;
const betweenLooksMs = 10;

const hall = plainHall(4, 10);
const stream = `showtime-${showtimeId}`;

/** What the log says the map is at a revision; each revision is folded once. */
const createJudge = (log: MemoryLog) => {
  const known = new Map<number, string>();
  return (revision: number): string => {
    const told = known.get(revision);
    if (told !== undefined) return told;
    const seats = seatOwnership((log.streams.get(stream) ?? []).slice(0, revision + 1));
    const status = hall.map(({ id }) => seats.get(id)?.letter).join('');
    known.set(revision, status);
    return status;
  };
};

const openNode = async (log: MemoryLog, url: string) => {
  const clock = { nowMs: () => onSaleMs, steadyMs: () => performance.now() };
  const node = await openShowtimeNode(log, { clock });
  const shared = openRedisSeatMapStore({ url, logId: log.logId, logger: silentLogger });
  const parts = { events: node.events, fold: (id: string) => foldStream(showtimeAggregate, node.events, id) };
  const near = () => createMemorySeatMapStore(10);
  const maps = createSeatMaps({ ...parts, near: near(), shared, tail: node.tail });
  /** For one look: it hears of nothing. */
  const deaf = { listen: () => () => undefined };
  const fresh = () => createSeatMaps({ ...parts, near: near(), shared: { ...shared, ...deaf }, tail: deaf });
  const feed = feedSharedMaps(maps, shared, silentLogger);
  const close = async (): Promise<void> => {
    await feed.stop();
    await shared.close();
    await node.close();
  };
  return { ...node, shared, maps, fresh, close };
};

describe.runIf(redisIsHere())('seat maps while Redis comes and goes', () => {
  let redis: TestRedis;
  let log: MemoryLog;
  let nodes: Awaited<ReturnType<typeof openNode>>[];
  let judge: (revision: number) => string;
  const wrong: string[] = [];
  let looked = 0;
  let sold = 0;
  let holds = 0;
  let running = true;
  let load: Promise<unknown>;

  const compare = (where: string, map: SeatMap | undefined): void => {
    if (map === undefined) return;
    looked += 1;
    const expected = judge(map.revision);
    if (map.status !== expected) wrong.push(`${where} at ${map.revision}: ${map.status} is not ${expected}`);
  };

  /** Holds a seat and gives it back, over and over, on either node. */
  const sell = async (place: number): Promise<void> => {
    const node = nodes[place % nodes.length];
    const seatId = hall[place]?.id ?? '';
    while (running && node !== undefined) {
      holds += 1;
      const holdId = uuid(1_000_000 + holds);
      const command = {
        type: 'HoldSeats' as const,
        holdId,
        bookingId: uuid(2_000_000 + holds),
        selection: { kind: 'named' as const, seatIds: [seatId], ticketTypes: {} },
      };
      await hold(node, command);
      sold += 1;
      await node.showtimes.execute(showtimeId, { type: 'ReleaseHold', holdId }, guest);
      await rest(betweenHoldsMs);
    }
  };
  const hold = async (
    node: (typeof nodes)[number],
    command: Parameters<(typeof node)['showtimes']['execute']>[1],
  ): Promise<void> => {
    const outcome = await node.showtimes.execute(showtimeId, command, guest);
    if (outcome.outcome !== 'done') throw new Error(`a hold was ${JSON.stringify(outcome)}`);
  };

  const watch = async (): Promise<void> => {
    while (running) {
      for (const node of nodes) {
        compare('a node', await node.maps.read(showtimeId));
        // A node that has just started believes Redis only if it has the last word.
        compare('a fresh node', await node.fresh().read(showtimeId));
        compare('Redis', await node.shared.read(showtimeId).catch(() => undefined));
      }
      await rest(betweenLooksMs);
    }
  };

  beforeAll(async () => {
    redis = await startTestRedis();
    log = createMemoryLog();
    judge = createJudge(log);
    const events = openMemoryEventStore({ log });
    await appendEvents(events, stream, ...onSale({ seats: [...hall] }));
    nodes = [await openNode(log, redis.url), await openNode(log, redis.url)];
    load = Promise.all([...[0, 1, 2, 3].map(sell), watch()]);
    load.catch(() => undefined);
  });
  afterAll(async () => {
    running = false;
    redis.resume();
    await load.catch(() => undefined);
    for (const node of nodes) await node.close();
    await redis.stop();
  });

  const goesOn = async (): Promise<void> => {
    const [soldBefore, lookedBefore] = [sold, looked];
    await eventually(() => expect(sold).toBeGreaterThan(soldBefore + 40), 10_000);
    await eventually(() => expect(looked).toBeGreaterThan(lookedBefore + 40), 10_000);
  };
  /** Redis has a map again that is no more than a moment old. */
  const heals = async (): Promise<void> => {
    const [node] = nodes;
    await eventually(async () => {
      const head = (log.streams.get(stream)?.length ?? 0) - 1;
      const map = await node?.shared.read(showtimeId);
      expect(map?.revision ?? 0).toBeGreaterThanOrEqual(head - 20);
    }, 15_000);
  };
  const allIsRight = (): void => expect(wrong).toEqual([]);

  it('starts with a map in Redis', async () => {
    await heals();
    await goesOn();
    allIsRight();
  });

  it('emptied', async () => {
    for (let times = 0; times < 5; times += 1) {
      await redis.command('FLUSHALL');
      await goesOn();
    }
    await heals();
    allIsRight();
  });

  it('full', async () => {
    await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    await goesOn();
    await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    await heals();
    allIsRight();
  });

  it('paused', async () => {
    redis.pause();
    await goesOn();
    await eventually(() => expect(nodes.map((node) => node.maps.isSharedStoreAway())).toEqual([true, true]));
    redis.resume();
    await heals();
    allIsRight();
  });

  it('killed and started again', async () => {
    for (let times = 0; times < 2; times += 1) {
      await redis.kill();
      await goesOn();
      await redis.start();
      await heals();
    }
    allIsRight();
  });

  it('an old copy put back in its place is found out', async () => {
    const [node] = nodes;
    const old = await node?.shared.read(showtimeId);
    await goesOn();
    if (node === undefined || old === undefined) throw new Error('no map');
    await node.shared.forget(showtimeId);
    await node.shared.put(old);
    const head = (log.streams.get(stream)?.length ?? 0) - 1;
    expect((await node.fresh().read(showtimeId))?.revision).toBeGreaterThanOrEqual(head);
    await heals();
    allIsRight();
  });
});
