/** Seat maps in a real Redis held against the log: right ones are left, wrong ones are made anew. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryLog, openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { openRedisSeatMapStore } from '../../../src/adapters/redis/RedisSeatMapStore.ts';
import { rebuildSeatMaps } from '../../../src/cli/rebuild/rebuildSeatMaps.ts';
import { foldStream } from '../../../src/commands/engine/readStream.ts';
import { seatMapOf } from '../../../src/domain/showtime/seatMap.ts';
import { showtimeAggregate } from '../../../src/domain/showtime/showtimeAggregate.ts';
import { appendEvents } from '../../projections/appendEvents.ts';
import { silentLogger } from '../../support/postgres.ts';
import { redisIsHere, startTestRedis, type TestRedis } from '../../support/redis.ts';
import { onSale, uuid } from '../../support/showtimes.ts';

describe.runIf(redisIsHere())('with Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startTestRedis();
  });
  afterAll(async () => await redis.stop());

  it('counts what is kept, finds the wrong ones, and mends them unless only asked', async () => {
    const log = createMemoryLog();
    const events = openMemoryEventStore({ log });
    const shared = openRedisSeatMapStore({ url: redis.url, logId: log.logId, logger: silentLogger });
    const parts = { events, shared, onProgress: () => undefined, signal: new AbortController().signal };
    const showtimes = [1, 2, 3, 4].map(uuid);
    for (const id of showtimes) await appendEvents(events, `showtime-${id}`, ...onSale({ showtimeId: id }));
    // Nothing is kept yet; this also waits for the connection.
    expect(await rebuildSeatMaps(parts, 'check')).toEqual({ kept: 0, wrong: 0 });

    const told = await Promise.all(
      showtimes.map(async (id) => {
        const { state, revision } = await foldStream(showtimeAggregate, events, id);
        if (state.status === 'none') throw new Error('no showtime');
        return seatMapOf(state, revision);
      }),
    );
    const [right, wrongLetter, fromTheFuture] = told;
    if (right === undefined || wrongLetter === undefined || fromTheFuture === undefined)
      throw new Error('none');
    await shared.put(right);
    await shared.put({ ...wrongLetter, status: `B${wrongLetter.status.slice(1)}` });
    await shared.put({ ...fromTheFuture, revision: 99 });

    expect(await rebuildSeatMaps(parts, 'check')).toEqual({ kept: 3, wrong: 2 });
    expect(await rebuildSeatMaps(parts, 'rebuild')).toEqual({ kept: 3, wrong: 2 });
    expect(await rebuildSeatMaps(parts, 'check')).toEqual({ kept: 3, wrong: 0 });
    expect(await Promise.all(showtimes.map((id) => shared.read(id)))).toEqual([
      ...told.slice(0, 3),
      undefined,
    ]);
    await shared.close();
    await events.close();
  });
});
