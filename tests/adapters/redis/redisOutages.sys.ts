import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRedisSeatMapStore } from '../../../src/adapters/redis/RedisSeatMapStore.ts';
import type { SeatMapChange } from '../../../src/domain/showtime/seatMap.ts';
import { SeatMapStoreUnavailable, type SharedSeatMapStore } from '../../../src/ports/SeatMapStore.ts';
import { seatMap } from '../../contracts/seatMapStoreContract.ts';
import { eventually } from '../../support/eventually.ts';
import { silentLogger } from '../../support/postgres.ts';
import { redisIsHere, startTestRedis, type TestRedis } from '../../support/redis.ts';
import { uuid } from '../../support/showtimes.ts';

describe.runIf(redisIsHere())('a Redis that is lost', () => {
  let redis: TestRedis;
  let store: SharedSeatMapStore;

  const back = () => eventually(() => expect(store.isAway()).toBe(false), 10_000);
  const change: SeatMapChange = { showtimeId: uuid(1), after: 3, revision: 4, changes: [['A1', 'H']] };

  beforeAll(async () => {
    redis = await startTestRedis();
    store = openRedisSeatMapStore({ url: redis.url, logId: uuid(0xd), logger: silentLogger });
    await back();
  });
  afterAll(async () => {
    await store.close();
    await redis.stop();
  });

  it('paused, fails within a second, is seen to be away, and comes back by itself', async () => {
    await store.put(seatMap(uuid(1)));
    redis.pause();
    try {
      const startedAt = performance.now();
      await expect(store.read(uuid(1))).rejects.toThrow(SeatMapStoreUnavailable);
      expect(performance.now() - startedAt).toBeLessThan(2_000);
      await eventually(() => expect(store.isAway()).toBe(true), 5_000);
    } finally {
      redis.resume();
    }
    await back();
    expect((await store.read(uuid(1)))?.showtimeId).toBe(uuid(1));
  });

  it('killed, fails at once; started again, works with scripts and subscriptions as before', async () => {
    await redis.kill();
    await eventually(() => expect(store.isAway()).toBe(true));
    const startedAt = performance.now();
    await expect(store.read(uuid(1))).rejects.toThrow(SeatMapStoreUnavailable);
    await expect(store.put(seatMap(uuid(1)))).rejects.toThrow(SeatMapStoreUnavailable);
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    const opened = openRedisSeatMapStore({ url: redis.url, logId: uuid(0xd), logger: silentLogger });
    expect(opened.isAway()).toBe(true);
    await redis.start();
    await back();
    await eventually(() => expect(opened.isAway()).toBe(false), 10_000);
    const heard: SeatMapChange[] = [];
    opened.listen((each) => void heard.push(each));
    await store.put(seatMap(uuid(1)));
    let revision = 3;
    await eventually(async () => {
      await store.apply({ ...change, after: revision, revision: revision + 1 });
      revision += 1;
      expect(heard.length).toBeGreaterThan(0);
    });
    await opened.close();
  });
});
