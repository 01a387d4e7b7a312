/** The runner on a real Postgres: once and in order, one at a time, and never stopped by a bad event or a lost engine. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryLog, openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { readParkedStreams } from '../../../src/following/parkedStreams.ts';
import { type EventStore, type Position, positionStart } from '../../../src/ports/EventStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { eventually } from '../../support/eventually.ts';
import { appendEvents } from '../appendEvents.ts';
import { counted, poison, unreadable } from '../countingProjection.ts';
import type { TestDatabase } from '../testReadStore.ts';
import { runnersForEach } from './runnersForEach.ts';

const { opened, said, start, counts } = runnersForEach();
let database: TestDatabase;
let readStore: ReadStore;
let events: EventStore;
beforeEach(() => {
  ({ database, readStore, events } = opened());
});

describe('catching up and following', () => {
  it('applies what was there and what comes, each event once', async () => {
    await appendEvents(events, 'counter-a', ...Array.from({ length: 1_200 }, () => counted()));
    await appendEvents(events, 'other-a', { type: 'Elsewhere', data: {} });
    const projection = start();
    await eventually(() => expect(projection.status().state).toBe('live'), 60_000);
    const position = await appendEvents(events, 'counter-b', counted(3), counted(4));
    expect(await projection.waitFor(position, 30_000)).toBe(position);
    expect(await counts()).toEqual({ 'counter-a': 1_200, 'counter-b': 7 });
    expect(await database.sql("SELECT to_regclass('counting_v1.by_total')::text AS made")).toEqual([
      { made: 'counting_v1.by_total' },
    ]);
    expect(projection.status()).toEqual({ name: 'counting', position, state: 'live', parked: 0, lagMs: 0 });
  });

  it('reaches positions of events that are none of its own', async () => {
    const projection = start();
    await eventually(() => expect(projection.status().state).toBe('live'), 30_000);
    const position = await appendEvents(events, 'other-b', { type: 'Elsewhere', data: {} });
    expect(await projection.waitFor(position, 30_000)).toBe(position);
  });

  it('says how far it is when the deadline passes first', async () => {
    const projection = start();
    const head = await events.head();
    await projection.waitFor(head, 30_000);
    expect(await projection.waitFor('9'.repeat(20), 60)).toBe(head);
  });

  it('goes on where it stopped', async () => {
    const first = start();
    const before = await appendEvents(events, 'counter-a', counted(), counted());
    await first.waitFor(before, 30_000);
    await first.stop();
    expect(first.status().state).toBe('stopped');
    const after = await appendEvents(events, 'counter-a', counted());
    const second = start();
    expect(await second.waitFor(after, 30_000)).toBe(after);
    expect(await counts()).toEqual({ 'counter-a': 3 });
  });
});

describe('one at a time', () => {
  it('stands by when somebody else moved the checkpoint, whatever its lock says', async () => {
    const first = start();
    await appendEvents(events, 'counter-a', counted());
    const second = await appendEvents(events, 'counter-a', counted());
    await first.waitFor(second, 30_000);
    await first.stop();
    const third = await appendEvents(events, 'counter-a', counted());
    await database.sql('UPDATE counting_v1.checkpoint SET position = $1', [third]);
    const again = start();
    await eventually(() => expect(again.status().state).toBe('live'), 30_000);
    // A writer that does not hold the lock, such as a process that was frozen while another took over.
    await database.sql('UPDATE counting_v1.checkpoint SET position = $1', [second]);
    const fourth = await appendEvents(events, 'counter-a', counted());
    await eventually(() => expect(said).toContain('another process writes this read model: standing by'));
    expect(await again.waitFor(fourth, 30_000)).toBe(fourth);
    expect(await counts()).toEqual({ 'counter-a': 4 });
  });
});

describe('poison', () => {
  const live = (position: Position, parked: number) => ({
    name: 'counting',
    ...{ state: 'live', lagMs: 0, position, parked },
  });
  const poisoned = async () => {
    await appendEvents(events, 'counter-good', counted());
    await appendEvents(events, 'counter-bad', counted(), poison, counted(5));
    await appendEvents(events, 'counter-worse', unreadable, counted(6));
    return await appendEvents(events, 'counter-good', counted());
  };

  it('is parked with the rest of its stream while others go on', async () => {
    const position = await poisoned();
    const projection = start();
    expect(await projection.waitFor(position, 30_000)).toBe(position);
    const later = await appendEvents(events, 'counter-bad', counted(7));
    await projection.waitFor(later, 30_000);
    expect(await counts()).toEqual({ 'counter-bad': 1, 'counter-good': 2 });
    expect(projection.status().parked).toBe(2);
    expect(await readParkedStreams(readStore, 'counting_v1')).toEqual([
      {
        ...{ stream: 'counter-bad', revision: 1, type: 'Counted', waiting: 2 },
        position: (await events.readStream('counter-bad'))[1]?.position,
        error: 'RangeError: poison',
      },
      {
        ...{ stream: 'counter-worse', revision: 0, type: 'Counted', waiting: 1 },
        position: (await events.readStream('counter-worse'))[0]?.position,
        error: expect.stringContaining('UnreadableEvent'),
      },
    ]);
  });

  it('stays parked on a new leader, and is applied by a program that can', async () => {
    const position = await poisoned();
    const first = start();
    await first.waitFor(position, 30_000);
    await first.stop();

    const same = start();
    await eventually(() => expect(same.status()).toEqual(live(position, 2)));
    await same.stop();
    expect(await counts()).toEqual({ 'counter-bad': 1, 'counter-good': 2 });

    const newer = start({ toleratesPoison: true });
    await eventually(() => expect(newer.status()).toEqual(live(position, 1)));
    expect(await counts()).toEqual({ 'counter-bad': 6, 'counter-good': 2 });
    const later = await appendEvents(events, 'counter-bad', counted(7));
    await newer.waitFor(later, 30_000);
    expect(await counts()).toEqual({ 'counter-bad': 13, 'counter-good': 2 });
  });

  const asked = async (stream: string, revision: number, type = 'ParkedEventSkipped') => {
    const position = (await events.readStream(stream))[revision]?.position;
    const skipped = { position, revision, type: 'Counted', reason: { box: 'sealed' } };
    const data = { reader: 'counting', ...(type === 'ParkedEventSkipped' ? skipped : {}) };
    return await appendEvents(events, `parking-${stream}`, { type, data });
  };
  const parkedAt = async () =>
    (await readParkedStreams(readStore, 'counting_v1')).map(
      ({ stream, revision, waiting }) => `${stream}@${revision}+${waiting}`,
    );

  it('is passed over by hand, and what waited behind it is applied', async () => {
    const projection = start();
    await projection.waitFor(await poisoned(), 30_000);
    const skipped = await asked('counter-bad', 1);
    await projection.waitFor(skipped, 30_000);
    expect(await parkedAt()).toEqual(['counter-worse@0+1']);
    expect(projection.status().parked).toBe(1);
    expect(await counts()).toEqual({ 'counter-bad': 6, 'counter-good': 2 });
    await projection.waitFor(await appendEvents(events, 'counter-bad', counted(7)), 30_000);
    await projection.waitFor(await asked('counter-worse', 0), 30_000);
    expect(await counts()).toEqual({ 'counter-bad': 13, 'counter-good': 2, 'counter-worse': 6 });
    expect(said).toContain('a parked stream has been applied');

    // The same when all of it comes at once, from the start of the log.
    await projection.stop();
    await readStore.drop('counting_v1');
    const again = start();
    await again.waitFor(await events.head(), 30_000);
    expect(await counts()).toEqual({ 'counter-bad': 13, 'counter-good': 2, 'counter-worse': 6 });
    expect(await parkedAt()).toEqual([]);
  });

  it('that comes again later parks the stream there, with what stood between applied once', async () => {
    const more = [counted(), poison, ...Array.from({ length: 9 }, () => counted(2)), poison, counted(100)];
    await appendEvents(events, 'counter-bad', ...more);
    const projection = start();
    await projection.waitFor(await events.head(), 30_000);
    expect(await parkedAt()).toEqual(['counter-bad@1+11']);
    await projection.waitFor(await asked('counter-bad', 1), 30_000);
    expect(await parkedAt()).toEqual(['counter-bad@11+1']);
    expect(await counts()).toEqual({ 'counter-bad': 19 });
    await projection.stop();

    const newer = start({ toleratesPoison: true });
    await eventually(async () => expect(await counts()).toEqual({ 'counter-bad': 119 }));
    expect(newer.status().parked).toBe(0);
  });

  it('is tried again at once when an operator asks for it, and stays where it is if nothing has changed', async () => {
    let isMended = false;
    const projection = start({ toleratesPoison: () => isMended });
    await projection.waitFor(await poisoned(), 30_000);
    const before = await parkedAt();
    await projection.waitFor(await asked('counter-bad', 1, 'ParkedStreamRetried'), 30_000);
    expect(await parkedAt()).toEqual(before);
    isMended = true;
    await projection.waitFor(await asked('counter-bad', 1, 'ParkedStreamRetried'), 30_000);
    expect(await parkedAt()).toEqual(['counter-worse@0+1']);
    expect(await counts()).toEqual({ 'counter-bad': 6, 'counter-good': 2 });
  });

  it('of another reader is none of its own', async () => {
    const projection = start();
    await projection.waitFor(await poisoned(), 30_000);
    const data = { reader: 'other', position: await events.head(), revision: 1, type: 'Counted' };
    const act = { type: 'ParkedEventSkipped', data: { ...data, reason: { box: 'sealed' } } };
    await projection.waitFor(await appendEvents(events, 'parking-counter-bad', act), 30_000);
    expect(await parkedAt()).toEqual(['counter-bad@1+1', 'counter-worse@0+1']);
    expect(projection.status().parked).toBe(2);
  });

  it('stops a projection that can apply nothing at all', async () => {
    for (let stream = 0; stream <= 1_000; stream += 1)
      await appendEvents(events, `counter-${stream}`, poison);
    const projection = start();
    await eventually(() => expect(projection.status().state).toBe('failed'), 60_000);
    expect(projection.status().failure).toContain('more than 1000 streams');
  });
});

describe('whose log it is', () => {
  it('refuses a model of another log and names both', async () => {
    const mine = start();
    await mine.waitFor(await events.head(), 30_000);
    await mine.stop();
    const before = await readStore.checkpoint('counting_v1');
    const otherLog = openMemoryEventStore({ log: createMemoryLog() });
    const stranger = start({}, readStore, otherLog);
    await eventually(() => expect(stranger.status().state).toBe('failed'), 30_000);
    expect(stranger.status().failure).toContain(events.logId);
    expect(stranger.status().failure).toContain(otherLog.logId);
    expect(await readStore.checkpoint('counting_v1')).toEqual(before);
    await otherLog.close();
  });
});

describe('a model that was deleted', () => {
  it.each([
    ['whole', 'DROP SCHEMA counting_v1 CASCADE'],
    ['in part', 'DROP TABLE counting_v1.counts'],
  ])('%s is rebuilt from the log, row for row', async (_how, statement) => {
    await appendEvents(events, 'counter-a', ...Array.from({ length: 300 }, () => counted(2)));
    const projection = start();
    const head = await events.head();
    await projection.waitFor(head, 30_000);
    const live = await counts();
    await database.sql(statement);
    const later = await appendEvents(events, 'counter-b', counted(9));
    await eventually(async () => {
      expect((await readStore.checkpoint('counting_v1'))?.position).toBe(later);
      expect(await counts()).toEqual({ ...live, 'counter-b': 9 });
    }, 10_000);
  });
});

describe('an engine that is away', () => {
  it('is waited for, and said to be away', async () => {
    const { openPostgresReadStore } = await import(
      '../../../src/adapters/postgres-read/PostgresReadStore.ts'
    );
    const nowhere = openPostgresReadStore({ url: 'postgres://postgres@127.0.0.1:1/none' });
    const projection = start({}, nowhere);
    await eventually(() => expect(projection.status().failure).toContain('ECONNREFUSED'));
    expect(projection.status()).toEqual({
      ...{ name: 'counting', state: 'standby', position: positionStart, parked: 0 },
      failure: expect.stringContaining('ECONNREFUSED'),
    });
    await projection.stop();
    await nowhere.close();
  });
});
