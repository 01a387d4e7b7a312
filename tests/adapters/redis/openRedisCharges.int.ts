import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../src/adapters/postgres/openDatabase.ts';
import { openSharedCharges } from '../../../src/adapters/postgres-limits/openSharedCharges.ts';
import { openConnection } from '../../../src/adapters/redis/openConnection.ts';
import { openRedisCharges } from '../../../src/adapters/redis/openRedisCharges.ts';
import { withStandIn } from '../../../src/commands/limits/withStandIn.ts';
import type { SharedCharges } from '../../../src/ports/SharedCharges.ts';
import {
  openSpender,
  refusedOn,
  sharedChargesContract,
  spendings,
} from '../../contracts/sharedChargesContract.ts';
import { eventually } from '../../support/eventually.ts';
import { silentLogger, startTestPostgres, type TestPostgres } from '../../support/postgres.ts';
import { redisIsHere, startTestRedis, type TestRedis } from '../../support/redis.ts';

const folder = new URL('../../../src/adapters/postgres-limits/migrations/', import.meta.url);
const withinMs = 20_000;
const charge = { id: 'a', untilMs: Date.now() + 600_000, amounts: new Map([['payments somebody', 1]]) };

describe.runIf(redisIsHere())('limits shared through a real Redis', () => {
  let redis: TestRedis;
  let postgres: TestPostgres;

  beforeAll(async () => {
    [redis, postgres] = await Promise.all([startTestRedis(), startTestPostgres()]);
  });
  afterAll(async () => {
    await Promise.all([redis.stop(), postgres.stop()]);
  });

  const openNode = async (logId: string): Promise<SharedCharges> => {
    const connection = openConnection(redis.url, 'limits', silentLogger);
    onTestFinished(() => connection.close());
    await eventually(() => expect(connection.isAway()).toBe(false), withinMs);
    return openRedisCharges(connection, { logId, name: 'budgets', keptMs: 3_600_000 });
  };

  sharedChargesContract('Redis', async () => {
    const logId = randomUUID();
    return () => openNode(logId);
  });

  it('keeps the systems of two logs apart, and forgets what nothing was added to', async () => {
    const [logId, otherLogId] = [randomUUID(), randomUUID()];
    const [one, ofOtherLog] = [await openNode(logId), await openNode(otherLogId)];
    await one.exchange([charge]);
    expect(await ofOtherLog.exchange([])).toEqual([]);
    const leftMs = await redis.command('PTTL', `marquee:limits:${logId}:budgets`);
    expect(leftMs).toBeGreaterThan(3_500_000);
  });

  it('passes over what is no charge, and goes on after Redis was emptied', async () => {
    const logId = randomUUID();
    const [one, two] = [await openNode(logId), await openNode(logId)];
    const key = `marquee:limits:${logId}:budgets`;
    await redis.command('XADD', key, '*', 'node', 'x', 'charge', '{');
    await redis.command('XADD', key, '*', 'something', 'else');
    await one.exchange([charge]);
    expect(await two.exchange([])).toEqual([charge]);
    await redis.command('FLUSHALL');
    const later = { ...charge, id: 'b' };
    await one.exchange([later]);
    expect(await two.exchange([])).toEqual([later]);
  });

  it('goes on through Postgres while Redis is away, and through Redis again', async () => {
    const [logId, url] = [randomUUID(), await postgres.createDatabase()];
    const openPair = async () => {
      const database = openDatabase(url, silentLogger);
      onTestFinished(() => database.close());
      const pool = await database.ready({ schema: 'limits', folder });
      return openSpender(
        withStandIn(await openNode(logId), openSharedCharges(pool, { table: 'batches', keptMs: 3_600_000 })),
      );
    };
    const [one, two] = [await openPair(), await openPair()];
    const sharedFor = async (of: string): Promise<void> => {
      expect(await one.spend(spendings(`hold of ${of}`, { amount: 4, of }))).toBeUndefined();
      await eventually(async () => expect(await refusedOn(two, of)).toBe('open-holds'), withinMs);
    };
    await sharedFor('caller with Redis');
    await redis.kill();
    await sharedFor('caller without Redis');
    await redis.start();
    await eventually(async () => {
      await sharedFor(`caller ${randomUUID()}`);
      expect(await redis.command('EXISTS', `marquee:limits:${logId}:budgets`)).toBe(1);
    }, withinMs);
    expect(await refusedOn(two, 'caller with Redis')).toBe('open-holds');
  });
});
