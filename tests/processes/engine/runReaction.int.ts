/** Reactions on a real Postgres: each event at least once and in order, one leader, and a poisoned stream parked. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { systemClock } from '../../../src/adapters/system/system.ts';
import { type LogTail, openLogTail } from '../../../src/commands/engine/LogTail.ts';
import type { CommandContext } from '../../../src/commands/engine/Outcome.ts';
import { readParkedStreams } from '../../../src/following/parkedStreams.ts';
import { type EventStore, EventStoreUnavailable } from '../../../src/ports/EventStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import type { Reaction, SourceEvent } from '../../../src/processes/engine/Reaction.ts';
import { type RunningReaction, runReaction } from '../../../src/processes/engine/runReaction.ts';
import { appendEvents } from '../../projections/appendEvents.ts';
import { counted, countingProjection, poison, unreadable } from '../../projections/countingProjection.ts';
import { createTestDatabase, type TestDatabase } from '../../projections/testReadStore.ts';
import { eventually } from '../../support/eventually.ts';
import { silentLogger } from '../../support/postgres.ts';

type Counted = SourceEvent<ReturnType<typeof counted>>;

let database: TestDatabase;
let readStore: ReadStore;
let events: EventStore;
let tail: LogTail;
let running: RunningReaction[];
let seen: { event: Counted; context: CommandContext }[];
let fault: (event: Counted) => Error | undefined;

const { definitions } = countingProjection();

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => await database.close());
beforeEach(async () => {
  readStore = database.openReadStore();
  events = openMemoryEventStore();
  tail = await openLogTail(events, systemClock, (error) => {
    throw error;
  });
  [running, seen] = [[], []];
  fault = ({ data }) => (data.poison === true ? new RangeError('poison') : undefined);
});
afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()));
  await readStore.drop('reaction_counting_v1');
  await readStore.close();
  await tail.close();
  await events.close();
});

const start = (
  more: Partial<Reaction<Counted>> = {},
  store = readStore,
  retryParkedEveryMs = 50,
): RunningReaction => {
  const reaction: Reaction<ReturnType<typeof counted>> = {
    name: 'counting',
    categories: ['counter'],
    definitions,
    react: async (event, context) => {
      const failure = fault(event);
      if (failure !== undefined) throw failure;
      seen.push({ event, context });
    },
    ...more,
  };
  const started = runReaction(reaction as Reaction, {
    ...{ events, readStore: store },
    ...{ tail, feed: tail },
    ...{ logger: silentLogger, retryParkedEveryMs },
  });
  running.push(started);
  return started;
};
const at = () => seen.map(({ event }) => `${event.stream}@${event.revision}`);
const saved = async () => (await readStore.checkpoint('reaction_counting_v1'))?.position;

describe('a reaction', () => {
  it('gets what stood and what comes, in the order of each stream, and remembers how far it came', async () => {
    await appendEvents(events, 'counter-a', counted(), counted());
    await appendEvents(events, 'other-a', { type: 'Elsewhere', data: {} });
    const first = start();
    await eventually(() => expect(first.status().state).toBe('live'));
    const head = await appendEvents(events, 'counter-a', counted());
    await eventually(async () => expect(await saved()).toBe(head));
    expect(at()).toEqual(['counter-a@0', 'counter-a@1', 'counter-a@2']);
    await first.stop();
    await appendEvents(events, 'counter-b', counted());
    start();
    await eventually(() => expect(at().at(-1)).toBe('counter-b@0'));
    expect(at()).toHaveLength(4);
  });

  it('acts for the request that it carries on, in the name of the event that caused it', async () => {
    start();
    const actor = { role: 'admin', id: 'a' } as const;
    const metadata = { correlationId: 'request', causationId: 'request', actor };
    await events.append({
      stream: 'counter-a',
      expected: 'any',
      events: [{ id: randomUUID(), ...counted(), version: 1, at: '2026-11-30T12:00:00.000Z', metadata }],
    });
    await eventually(() => expect(seen).toHaveLength(1));
    const [only] = seen;
    expect(only?.context).toEqual({
      correlationId: 'request',
      causationId: only?.event.id,
      actor: { role: 'admin', id: 'a' },
    });
  });

  it('starts where it is told to, once', async () => {
    await appendEvents(events, 'counter-a', counted());
    const position = await events.head();
    await appendEvents(events, 'counter-a', counted());
    let begins = 0;
    const begin = async () => {
      begins += 1;
      if (begins === 1) throw new EventStoreUnavailable('killed while beginning');
      return { position };
    };
    const first = start({ begin });
    await eventually(() => expect(at()).toEqual(['counter-a@1']));
    await eventually(async () => expect(await saved()).toBe(await events.head()));
    await first.stop();
    start({ begin });
    await appendEvents(events, 'counter-a', counted());
    await eventually(() => expect(at()).toEqual(['counter-a@1', 'counter-a@2']));
    expect(begins).toBe(2);
  });

  it('reacts first to the earlier events that it names, parking what fails among them', async () => {
    await appendEvents(events, 'counter-a', counted(), { type: 'Elsewhere', data: {} });
    await appendEvents(events, 'counter-b', poison);
    await appendEvents(events, 'other-a', counted());
    const position = await events.head();
    await appendEvents(events, 'counter-c', counted());
    const reaction = start({ begin: async () => ({ position, earlier: ['Counted'] }) });
    await eventually(async () => expect(await saved()).toBe(await events.head()));
    expect(at()).toEqual(['counter-a@0', 'counter-c@0']);
    expect(reaction.status().parked).toBe(1);
    expect((await readParkedStreams(readStore, 'reaction_counting_v1')).map(({ stream }) => stream)).toEqual([
      'counter-b',
    ]);
  });

  it('repeats what was not written down when it was stopped in between', async () => {
    let cut = true;
    fault = () => {
      if (!cut) return undefined;
      cut = false;
      return new EventStoreUnavailable('the log went away');
    };
    await appendEvents(events, 'counter-a', counted());
    await appendEvents(events, 'counter-b', counted());
    start();
    await eventually(async () => expect(await saved()).toBe(await events.head()));
    expect(new Set(at())).toEqual(new Set(['counter-a@0', 'counter-b@0']));
  });

  it('runs on one process at a time, and on the other once the first is gone', async () => {
    const [one, two] = [start(), start({}, database.openReadStore())];
    await eventually(() =>
      expect([one, two].filter(({ status }) => status().state === 'live')).toHaveLength(1),
    );
    await appendEvents(events, 'counter-a', counted());
    await eventually(() => expect(at()).toEqual(['counter-a@0']));
    await eventually(async () => expect(await saved()).toBe(await events.head()));
    await (one.status().state === 'live' ? one : two).stop();
    await appendEvents(events, 'counter-a', counted());
    await eventually(() => expect(at()).toEqual(['counter-a@0', 'counter-a@1']));
  });
});

describe('an event that cannot be reacted to', () => {
  it.each([
    ['fails', poison],
    ['cannot be read', unreadable],
  ])('and that %s parks its stream; the others go on', async (_how, bad) => {
    await appendEvents(events, 'counter-a', counted(), bad, counted());
    await appendEvents(events, 'counter-b', counted());
    const reaction = start();
    await eventually(async () => expect(await saved()).toBe(await events.head()));
    expect(at().toSorted()).toEqual(['counter-a@0', 'counter-b@0']);
    expect(reaction.status().parked).toBe(1);
    const listed = await readParkedStreams(readStore, 'reaction_counting_v1');
    expect(listed.map(({ stream, revision, type }) => ({ stream, revision, type }))).toEqual([
      { stream: 'counter-a', revision: 1, type: 'Counted' },
    ]);
  });

  it('is tried again, and what waited behind it follows in order', async () => {
    await appendEvents(events, 'counter-a', counted(), poison, counted());
    const reaction = start();
    await eventually(() => expect(reaction.status().parked).toBe(1));
    await appendEvents(events, 'counter-a', counted());
    fault = () => undefined;
    await eventually(() => expect(reaction.status().parked).toBe(0));
    await appendEvents(events, 'counter-a', counted());
    await eventually(() => expect(at()).toHaveLength(5));
    expect(at()).toEqual([0, 1, 2, 3, 4].map((revision) => `counter-a@${revision}`));
  });

  it('is passed over by hand, and what waited behind it follows', async () => {
    await appendEvents(events, 'counter-a', counted(), poison, counted());
    const reaction = start({}, readStore, 60_000);
    await eventually(() => expect(reaction.status().parked).toBe(1));
    const position = (await events.readStream('counter-a'))[1]?.position;
    const data = { reader: 'counting', position, revision: 1, type: 'Counted', reason: { box: 'sealed' } };
    await appendEvents(events, 'parking-counter-a', { type: 'ParkedEventSkipped', data });
    await eventually(() => expect(reaction.status().parked).toBe(0));
    await appendEvents(events, 'counter-a', counted());
    await eventually(() => expect(at()).toEqual(['counter-a@0', 'counter-a@2', 'counter-a@3']));
    expect(await readParkedStreams(readStore, 'reaction_counting_v1')).toEqual([]);
  });

  it('is tried again at once when an operator asks for it', async () => {
    await appendEvents(events, 'counter-a', poison);
    const reaction = start({}, readStore, 60_000);
    await eventually(() => expect(reaction.status().parked).toBe(1));
    fault = () => undefined;
    await appendEvents(events, 'parking-counter-a', {
      type: 'ParkedStreamRetried',
      data: { reader: 'counting' },
    });
    await eventually(() => expect(at()).toEqual(['counter-a@0']));
    await eventually(() => expect(reaction.status().parked).toBe(0));
  });

  it('stays parked over a restart', async () => {
    await appendEvents(events, 'counter-a', poison, counted());
    const first = start();
    await eventually(() => expect(first.status().parked).toBe(1));
    await first.stop();
    const second = start();
    await eventually(() => {
      const { state, parked } = second.status();
      expect([state, parked]).toEqual(['live', 1]);
    });
    expect(at()).toEqual([]);
  });
});
