/** The runner on a real Postgres whose connections are cut, whose leader dies, and whose model is deleted under it. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { eventually } from '../../support/eventually.ts';
import { appendEvents } from '../appendEvents.ts';
import { counted } from '../countingProjection.ts';
import type { TestDatabase } from '../testReadStore.ts';
import { runnersForEach } from './runnersForEach.ts';

const { opened, said, start, stopAll, counts } = runnersForEach();
let database: TestDatabase;
let readStore: ReadStore;
let events: EventStore;
beforeEach(() => {
  ({ database, readStore, events } = opened());
});

const cutConnections = async (applicationName: string) => {
  await database.sql(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1',
    [applicationName],
  );
};

describe('catching up and following', () => {
  it('loses and repeats nothing when its transaction is cut between batches', async () => {
    let batches = 0;
    const before = async () => {
      batches += 1;
      if (batches === 2) await cutConnections('marquee-read');
    };
    for (const stream of ['counter-a', 'counter-b', 'counter-c']) {
      await appendEvents(events, stream, ...Array.from({ length: 3_000 }, () => counted()));
    }
    const projection = start({ before });
    const head = await events.head();
    expect(await projection.waitFor(head, 60_000)).toBe(head);
    expect(batches).toBeGreaterThan(3);
    expect(await counts()).toEqual({ 'counter-a': 3_000, 'counter-b': 3_000, 'counter-c': 3_000 });
    expect(said).toContain('the read model stands still: trying again');
  });
});

describe('one at a time', () => {
  it('hands over within two seconds when the leader dies, applying nothing twice', async () => {
    const otherStore = database.openReadStore();
    const leader = start();
    await eventually(() => expect(leader.status().state).toBe('live'), 30_000);
    const standby = start({}, otherStore);
    const first = await appendEvents(events, 'counter-a', counted());
    expect(await standby.waitFor(first, 30_000)).toBe(first);
    expect(standby.status().state).toBe('standby');

    // The leader's process goes without a word: its sessions end and it never tries again.
    const diedAtMs = Date.now();
    await readStore.close();
    const second = await appendEvents(events, 'counter-a', counted());
    expect(await standby.waitFor(second, 30_000)).toBe(second);
    expect(Date.now() - diedAtMs).toBeLessThan(10_000);
    expect(standby.status().state).toBe('live');
    expect(await counts()).toEqual({ 'counter-a': 2 });
    await stopAll();
    await otherStore.close();
  });

  it('changes leaders when only the lock is lost, in the middle of a stream of events', async () => {
    const otherStore = database.openReadStore();
    const one = start();
    const two = start({}, otherStore);
    let total = 0;
    for (let round = 0; round < 12; round += 1) {
      const batch = Array.from({ length: 50 }, () => counted());
      total += batch.length;
      await appendEvents(events, `counter-${round % 3}`, ...batch);
      if (round % 4 === 3) await cutConnections('marquee-leader');
    }
    const head = await events.head();
    expect(await one.waitFor(head, 30_000)).toBe(head);
    await eventually(() => {
      expect([one.status().state, two.status().state].sort()).toEqual(['live', 'standby']);
    });
    expect(Object.values(await counts()).reduce((sum, count) => sum + count, 0)).toBe(total);
    await stopAll();
    await otherStore.close();
  });
});

describe('a model that was deleted', () => {
  it('is rebuilt also when the log is silent', async () => {
    const head = await appendEvents(events, 'counter-a', counted());
    const projection = start();
    await projection.waitFor(head, 30_000);
    await database.sql('DROP SCHEMA counting_v1 CASCADE');
    await eventually(async () => expect(await counts()).toEqual({ 'counter-a': 1 }), 30_000);
  });
});
