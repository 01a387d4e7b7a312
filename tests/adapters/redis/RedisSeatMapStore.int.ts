import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRedisSeatMapStore } from '../../../src/adapters/redis/RedisSeatMapStore.ts';
import { type SeatMapChange, seatMapMadeBy } from '../../../src/domain/showtime/seatMap.ts';
import { SeatMapStoreUnavailable, type SharedSeatMapStore } from '../../../src/ports/SeatMapStore.ts';
import { seatMap, seatMapStoreContract } from '../../contracts/seatMapStoreContract.ts';
import { eventually } from '../../support/eventually.ts';
import { silentLogger } from '../../support/postgres.ts';
import { redisIsHere, startTestRedis, type TestRedis } from '../../support/redis.ts';
import { uuid } from '../../support/showtimes.ts';

/** A server that is there already, such as an operator would name in REDIS_URL. */
const serverUrl = process.env.REDIS_URL_TEST;

if (serverUrl !== undefined) {
  seatMapStoreContract('redis by URL', async () => {
    // A log of its own: whatever else the server keeps is left alone.
    const store = openRedisSeatMapStore({ url: serverUrl, logId: randomUUID(), logger: silentLogger });
    await eventually(() => expect(store.isAway()).toBe(false));
    return { store, close: () => store.close() };
  });
}

describe.runIf(redisIsHere())('on a real Redis', () => {
  let redis: TestRedis;
  let store: SharedSeatMapStore;

  const openStore = async (logId = uuid(0xd)): Promise<SharedSeatMapStore> => {
    const opened = openRedisSeatMapStore({ url: redis.url, logId, logger: silentLogger });
    await eventually(() => expect(opened.isAway()).toBe(false));
    return opened;
  };

  beforeAll(async () => {
    redis = await startTestRedis();
    store = await openStore();
  });
  afterAll(async () => {
    await store.close();
    await redis.stop();
  });

  seatMapStoreContract('redis', async () => {
    const opened = await openStore(uuid(0xe));
    return { store: opened, close: () => opened.close() };
  });

  const change: SeatMapChange = { showtimeId: uuid(1), after: 3, revision: 4, changes: [['A1', 'H']] };

  it('keeps a showtime in one slot of a cluster, for a day', async () => {
    await store.put(seatMap(uuid(1)));
    const keys = (await redis.command('KEYS', `{showtime-${uuid(1)}}:*:${uuid(0xd)}`)) as string[];
    expect(keys.sort()).toEqual([
      `{showtime-${uuid(1)}}:map:${seatMapMadeBy}:${uuid(0xd)}`,
      `{showtime-${uuid(1)}}:places:${seatMapMadeBy}:${uuid(0xd)}`,
    ]);
    for (const key of keys) expect(await redis.command('PTTL', key)).toBeGreaterThan(23 * 3_600_000);
  });

  it('tells every node of each change once, and of no other log', async () => {
    const [other, ofOtherLog] = [await openStore(), await openStore(uuid(0xf))];
    const heard: SeatMapChange[] = [];
    const heardElsewhere: SeatMapChange[] = [];
    other.listen((each) => void heard.push(each));
    ofOtherLog.listen((each) => void heardElsewhere.push(each));
    let revision = 3;
    await store.put(seatMap(uuid(2)));
    // A subscription takes a moment; until it stands, changes are not heard.
    await eventually(async () => {
      await store.apply({ ...change, showtimeId: uuid(2), after: revision, revision: revision + 1 });
      revision += 1;
      expect(heard.length).toBeGreaterThan(0);
    });
    await eventually(() => expect(heard.at(-1)?.revision).toBe(revision));
    expect(new Set(heard.map((each) => each.revision)).size).toBe(heard.length);
    expect(heardElsewhere).toEqual([]);
    expect(await ofOtherLog.read(uuid(2))).toBeUndefined();
    await Promise.all([other.close(), ofOtherLog.close()]);
  });

  it('shows nothing of a map that is not whole', async () => {
    const key = `{showtime-${uuid(3)}}:map:${seatMapMadeBy}:${uuid(0xd)}`;
    for (const [field, value] of [
      ['status', 'AHB'],
      ['status', 'AHB?'],
      ['drawing', '{}'],
      ['revision', 'x'],
    ] as const) {
      await store.put(seatMap(uuid(3)));
      await redis.command('HSET', key, field, value);
      expect(await store.read(uuid(3))).toBeUndefined();
      await redis.command('DEL', key);
    }
    await store.put(seatMap(uuid(3)));
    await redis.command('DEL', `{showtime-${uuid(3)}}:places:${seatMapMadeBy}:${uuid(0xd)}`);
    expect(await store.apply({ ...change, showtimeId: uuid(3) })).toBe('gap');
  });

  it('emptied, has no maps and no empty halls', async () => {
    await store.put(seatMap(uuid(1)));
    await redis.command('FLUSHALL');
    expect(await store.read(uuid(1))).toBeUndefined();
    expect(await store.apply(change)).toBe('absent');
    expect(await store.put(seatMap(uuid(1)))).toBe('stored');
  });

  it('full, refuses to write and leaves what is there as it was', async () => {
    await store.put(seatMap(uuid(1)));
    await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    await expect(store.apply(change)).rejects.toThrow(SeatMapStoreUnavailable);
    await expect(store.put(seatMap(uuid(1), { revision: 9, status: 'BBBB' }))).rejects.toThrow(/OOM/);
    expect(await store.read(uuid(1))).toEqual(seatMap(uuid(1)));
    expect(store.isAway()).toBe(false);
    await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    expect(await store.apply(change)).toBe('applied');
  });
});
