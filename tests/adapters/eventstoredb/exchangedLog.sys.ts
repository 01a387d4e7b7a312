import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import { LogReplaced } from '../../../src/ports/EventStore.ts';
import { newEvents, newStream } from '../../contracts/eventStore/given.ts';
import { FakeLog } from '../../support/eventstoredb/FakeLog.ts';
import { eventually } from '../../support/eventually.ts';
import { givenServer, givenStore } from './given.ts';

const appenders = 16;
const exchanges = 15;

const appendAllTheTime = (store: EventStore) => {
  const outcomes: unknown[] = [];
  let over = false;
  const one = async (): Promise<void> => {
    while (!over) {
      const append = { stream: newStream(), expected: 'no-stream', events: newEvents(1) } as const;
      outcomes.push(await store.append(append).catch((error: unknown) => error));
      await pause(1);
    }
  };
  const all = Promise.all(Array.from({ length: appenders }, one));
  return {
    since: (count: number) => outcomes.slice(count),
    count: () => outcomes.length,
    done: async () => {
      over = true;
      await all;
    },
  };
};

it('writes nothing to a log that was exchanged under it, however fast', async () => {
  const server = await givenServer();
  const store = await givenStore(server, { oldLogMaxMs: 50 });
  const own = server.log;
  const appending = appendAllTheTime(store);
  for (let exchange = 0; exchange < exchanges; exchange += 1) {
    await pause(exchange);
    server.stop();
    const foreign = new FakeLog();
    server.log = foreign;
    const before = foreign.events.length;
    const count = appending.count();
    await server.start();
    await eventually(() =>
      expect(appending.since(count).some((outcome) => outcome instanceof LogReplaced)).toBe(true),
    );
    expect(foreign.events.length).toBe(before);
    server.stop();
    server.log = own;
    const again = appending.count();
    await server.start();
    await eventually(() =>
      expect(appending.since(again).some((outcome) => !(outcome instanceof Error))).toBe(true),
    );
  }
  await appending.done();
});
