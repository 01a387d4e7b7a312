/** The whole program on Postgres and Redis: maps are shared through Redis, and shown and sold without it. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compose, type Marquee } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { eventually } from '../support/eventually.ts';
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import { makeToken } from '../support/program.ts';
import { redisIsHere, startTestRedis, type TestRedis } from '../support/redis.ts';
import { startRebuild } from './support/rebuild.ts';

describe.runIf(redisIsHere())('with REDIS_URL', () => {
  let postgres: TestPostgres;
  let redis: TestRedis;
  let marquee: Marquee;
  let dataDir: string;
  let env: Readonly<Record<string, string>>;
  let token: string;
  let showtimeId: string;

  const post = async (url: string, body: object): Promise<{ id: string; revision: number }> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const response = await fetch(marquee.address + url, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    expect([url, response.status]).toEqual([url, 201]);
    return (await response.json()) as { id: string; revision: number };
  };
  const seats = async () => {
    const response = await fetch(`${marquee.address}/v1/showtimes/${showtimeId}/seats?view=compact`);
    const body = (await response.json()) as { revision: number; status: string };
    return { ...body, source: response.headers.get('marquee-source') };
  };
  const inRedis = async (): Promise<unknown> => {
    const [key] = (await redis.command('KEYS', `{showtime-${showtimeId}}:map:*`)) as string[];
    return key === undefined ? undefined : await redis.command('HGET', key, 'status');
  };

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startTestPostgres(), startTestRedis()]);
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'marquee-e2e-'));
    env = {
      DATA_DIR: dataDir,
      EVENT_LOG: 'postgres',
      DATABASE_URL: await postgres.createDatabase(),
      LIMIT_LOOPBACK: 'off',
      REDIS_URL: redis.url,
      LOG_LEVEL: 'silent',
    };
    const config = readConfig([], { PORT: '0', ...env });
    marquee = await compose(config, pino({ level: 'silent' }), (error) => {
      throw error;
    });
    token = await makeToken(dataDir, 'admin');
    const movie = await post('/v1/movies', { title: 'Playtime', runtimeMinutes: 90, genres: ['Comedy'] });
    const theater = await post('/v1/theaters', {
      name: 'Le Rex',
      city: 'Paris',
      country: 'FR',
      location: { lat: 48.87, lng: 2.35 },
      timeZone: 'Europe/Paris',
    });
    const rows = [{ id: 'A', seats: [1, 2, 3, 4, 5].map((number) => ({ number })) }];
    const hall = await post(`/v1/theaters/${theater.id}/halls`, { name: 'One', rows });
    const startsAt = new Date(Date.now() + 86_400_000).toISOString();
    const basePrice = { amount: 1_000, currency: 'EUR' };
    showtimeId = (await post('/v1/showtimes', { movieId: movie.id, hallId: hall.id, startsAt, basePrice }))
      .id;
  });
  afterAll(async () => {
    await marquee.stop();
    await Promise.all([postgres.stop(), redis.stop()]);
    await rm(dataDir, { recursive: true, force: true });
  });

  const hold = (seatId: string) => post(`/v1/showtimes/${showtimeId}/holds`, { seatIds: [seatId] });

  it('keeps the map in Redis, change by change', async () => {
    const { status, source } = await seats();
    expect([status, source]).toEqual(['AAAAA', null]);
    await eventually(async () => expect(await inRedis()).toBe('AAAAA'));
    await hold('A2');
    expect((await seats()).status).toBe('AHAAA');
    await eventually(async () => expect(await inRedis()).toBe('AHAAA'));
  });

  it('sells and shows the right map without Redis, says so, and fills it again', async () => {
    await redis.kill();
    const { revision } = await hold('A3');
    await eventually(async () => {
      const shown = await seats();
      expect([shown.revision, shown.source]).toEqual([revision, 'node']);
    });
    expect((await seats()).status).toBe('AHHAA');
    await redis.start();
    await hold('A4');
    await eventually(async () => expect(await inRedis()).toBe('AHHHA'), 10_000);
    await eventually(async () => expect((await seats()).source).toBeNull());
  });

  it('lists it with the seats that are left, right within a second', async () => {
    const { revision } = await hold('A5');
    expect(revision).toBeGreaterThan(0);
    await eventually(async () => {
      const response = await fetch(`${marquee.address}/v1/showtimes`);
      const { items } = (await response.json()) as { items: { availableSeats: number }[] };
      expect(items.map(({ availableSeats }) => availableSeats)).toEqual([1]);
    }, 1_000);
  });

  it('is held against the log by the rebuild command, which mends a wrong map', async () => {
    const rebuild = async (...args: readonly string[]) => {
      const { code, stdout } = await startRebuild(['seat-maps', '--quiet', ...args], env).ended;
      return [code, stdout];
    };
    await eventually(async () => expect(await inRedis()).toBe('AHHHH'));
    expect(await rebuild('--check')).toEqual([0, 'seat-maps: identical, 1 map\n']);
    const [key] = (await redis.command('KEYS', `{showtime-${showtimeId}}:map:*`)) as string[];
    await redis.command('HSET', key ?? '', 'status', 'AAAAA');
    expect(await rebuild('--check')).toEqual([1, 'seat-maps: DIFFERENT from the log, 1 of 1 map\n']);
    expect(await rebuild()).toEqual([0, 'seat-maps: DIFFERENT from the log, 1 of 1 map; rebuilt\n']);
    expect(await inRedis()).toBe('AHHHH');
  });
});
