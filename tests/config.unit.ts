import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigRefused, readConfig } from '../src/config.ts';

const refusal = (args: readonly string[], environment: Record<string, string>): string => {
  try {
    readConfig(args, environment);
  } catch (error) {
    if (error instanceof ConfigRefused) return error.message;
    throw error;
  }
  throw new Error('was not refused');
};

const databaseUrl = 'postgres://marquee:secret@db.example:5432/marquee';
const eventstoreUrl = 'esdb://log.example:2113?tls=false';

describe('settings', () => {
  it('have defaults for a newcomer', () => {
    expect(readConfig([], {})).toEqual({
      roles: ['api', 'projections', 'processes'],
      host: '127.0.0.1',
      port: 3000,
      dataDir: resolve('./data'),
      eventLog: 'postgres',
      databaseUrl: undefined,
      eventstoreUrl: undefined,
      secret: undefined,
      logLevel: 'info',
      rateLimitPerMinute: 6000,
      demoCatalog: true,
      trustProxy: false,
      showtimesInMemory: 2000,
    });
  });
  it('come from the environment, and from arguments before that', () => {
    const environment = { PORT: '4001', HOST: '0.0.0.0', DATA_DIR: '/srv/marquee data' };
    expect(readConfig([], environment)).toMatchObject({
      port: 4001,
      host: '0.0.0.0',
      dataDir: '/srv/marquee data',
    });
    expect(readConfig(['--port', '4002', 'api'], environment)).toMatchObject({ port: 4002, roles: ['api'] });
  });
  it('count as absent when they are empty', () => {
    expect(readConfig([], { PORT: '', DATABASE_URL: '' })).toMatchObject({
      port: 3000,
      databaseUrl: undefined,
    });
  });
  it.each([
    [['--port', 'abc'], {}, 'PORT'],
    [['--colour', 'red'], {}, '--colour'],
    [['gateway'], {}, 'role "gateway"'],
    [[], { LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [[], { DATABASE_URL: 'mysql://x', EVENT_LOG: 'postgres' }, 'DATABASE_URL'],
    [[], { MARQUEE_SECRET: 'short' }, 'MARQUEE_SECRET'],
  ])('name what is wrong: %j %j', (args, environment, named) => {
    const told = refusal(args, environment);
    expect(told).toContain(named);
    expect(told).not.toContain('\n');
  });
});

describe('the event log never falls back', () => {
  it.each([
    [{ DATABASE_URL: databaseUrl }, 'EVENT_LOG'],
    [{ EVENTSTORE_URL: eventstoreUrl }, 'EVENT_LOG'],
    [{ EVENT_LOG: 'eventstoredb' }, 'EVENTSTORE_URL'],
    [{ EVENT_LOG: 'eventstoredb', DATABASE_URL: databaseUrl }, 'EVENTSTORE_URL'],
    [{ EVENT_LOG: 'postgres', EVENTSTORE_URL: eventstoreUrl }, 'DATABASE_URL'],
  ])('%j is refused', (environment, named) => {
    expect(refusal([], environment)).toMatch(new RegExp(`^${named}:`));
  });
  it('is where it was said to be', () => {
    const environment = {
      EVENT_LOG: 'eventstoredb',
      EVENTSTORE_URL: eventstoreUrl,
      DATABASE_URL: databaseUrl,
    };
    expect(readConfig([], environment)).toMatchObject({
      eventLog: 'eventstoredb',
      eventstoreUrl,
      databaseUrl,
      demoCatalog: false,
    });
  });
  it('and engines without an adapter are not silently left out', () => {
    expect(refusal([], { REDIS_URL: 'redis://x' })).toContain('REDIS_URL');
    const named = { EVENT_LOG: 'postgres', DATABASE_URL: databaseUrl };
    expect(readConfig([], { ...named, REDIS_URL: 'rediss://x:6380/1' }).redisUrl).toBe('rediss://x:6380/1');
    expect(refusal([], { ...named, REDIS_URL: 'http://x' })).toContain('REDIS_URL');
  });
});
