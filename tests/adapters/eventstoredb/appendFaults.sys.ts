/** Appends whose outcome is unknown: the identical batch is sent again, stored once, and answered exactly. */
import { describe, expect, it } from 'vitest';
import { openEventStoreDbEventStore } from '../../../src/adapters/eventstoredb/EventStoreDbEventStore.ts';
import { AppendRefused, EventStoreUnavailable } from '../../../src/ports/EventStore.ts';
import { appended, idsOf, lastOf, newEvents, newStream, recorded } from '../../contracts/eventStore/given.ts';
import type { CallFault } from '../../support/eventstoredb/faults.ts';
import { callFaults } from '../../support/eventstoredb/faults.ts';
import { eventually } from '../../support/eventually.ts';
import { givenServer, givenStore } from './given.ts';

const allFaults = Object.keys(callFaults).filter((fault): fault is CallFault => fault in callFaults);

describe('an append', () => {
  for (const fault of allFaults) {
    it(`that meets the fault ${fault} is sent again, stored once and answered exactly`, async () => {
      const fake = await givenServer();
      const store = await givenStore(fake, { appendAttemptMs: 150 });
      const stream = newStream();
      const earlier = newEvents(2);
      await appended(store, stream, 'no-stream', earlier);
      const events = newEvents(3);
      const appendsBefore = fake.appends;
      fake.appendFaults.push(fault, fault);
      fake.log.vagueRepetitions = true;
      const result = await appended(store, stream, 1, events);
      const read = await store.readStream(stream);
      expect(read).toEqual(recorded(stream, [...earlier, ...events]));
      expect(result).toEqual({ outcome: 'appended', revision: 4, position: lastOf(read).position });
      expect(fake.appends - appendsBefore).toBe(3);
    });
  }

  it('whose acknowledgement was lost is answered as the first, though others wrote meanwhile', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake);
    const stream = newStream();
    const [mine, theirs] = [newEvents(2), newEvents(2)];
    const other = await givenStore(fake);
    fake.appendFaults.push('lostAcknowledgement', 'refused', 'refused');
    const answer = appended(store, stream, 'no-stream', mine);
    await eventually(() => expect(fake.appendFaults).toEqual([]));
    await appended(other, stream, 1, theirs);
    const read = await store.readStream(stream);
    expect(idsOf(read)).toEqual(idsOf([...mine, ...theirs]));
    expect(await answer).toEqual({ outcome: 'appended', revision: 1, position: read[1]?.position });
  });

  it('that was not stored is a conflict when another writer was faster', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake, { appendAttemptMs: 150 });
    const other = await givenStore(fake);
    const stream = newStream();
    const theirs = newEvents(1);
    fake.appendFaults.push('refused', 'hang');
    const answer = store.append({ stream, expected: 'no-stream', events: newEvents(1) });
    await eventually(() => expect(fake.appendFaults).toEqual([]));
    await appended(other, stream, 'no-stream', theirs);
    expect(await answer).toEqual({ outcome: 'conflict', actual: 0, missed: recorded(stream, theirs) });
  });

  it('gives up in time, with the store usable again once the server is back', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake, { retryForMs: 400 });
    const stream = newStream();
    await appended(store, stream, 'no-stream', newEvents(1));
    fake.stop();
    const started = performance.now();
    await expect(store.append({ stream, expected: 0, events: newEvents(1) })).rejects.toThrow(
      EventStoreUnavailable,
    );
    expect(performance.now() - started).toBeLessThan(5_000);
    await fake.start();
    const again = newEvents(1);
    await eventually(async () => {
      const result = await store.append({ stream, expected: 0, events: again });
      expect(result).toEqual({ outcome: 'appended', revision: 1, position: expect.any(String) });
    });
  });

  it('of many in flight is stored exactly once each through restarts of the server', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake, { retryForMs: 10_000 });
    const streams = Array.from({ length: 16 }, () => newStream());
    const writing = streams.map(async (stream) => {
      const ids: string[] = [];
      for (let n = 0; n < 12; n += 1) {
        const events = newEvents(1);
        await appended(store, stream, n === 0 ? 'no-stream' : n - 1, events);
        ids.push(...idsOf(events));
      }
      return ids;
    });
    for (const written of [40, 80, 120]) {
      await eventually(() => expect(fake.appends).toBeGreaterThan(written), 10_000);
      fake.stop();
      await fake.start();
    }
    const ids = await Promise.all(writing);
    for (const [index, stream] of streams.entries()) {
      expect(idsOf(await store.readStream(stream))).toEqual(ids[index]);
    }
  });

  it('goes over a call of its store, which ends with the store', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake);
    const other = await openEventStoreDbEventStore({ connectionString: fake.connectionString });
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        appended(n % 2 === 0 ? store : other, newStream(), 'no-stream', newEvents(1)),
      ),
    );
    expect(fake.batchCalls).toBe(2);
    await other.close();
    await eventually(() => expect(fake.openBatchCalls).toBe(1));
    await appended(store, newStream(), 'no-stream', newEvents(1));
    expect(fake.batchCalls).toBe(2);
  });

  it('takes another call when its own gives no answers', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake, { appendAttemptMs: 200, retryForMs: 5_000 });
    const stream = newStream();
    await appended(store, stream, 'no-stream', newEvents(1));
    fake.silenceBatchCalls();
    const [first, second] = [newEvents(2), newEvents(1)];
    const both = [
      appended(store, stream, 0, first),
      appended(store, newStream(), 'no-stream', second),
    ] as const;
    expect((await Promise.all(both)).map(({ revision }) => revision)).toEqual([2, 0]);
    expect(fake.batchCalls).toBe(2);
  });

  it('fails alone: others over the same call are answered', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake, { appendAttemptMs: 150, retryForMs: 200 });
    fake.appendFaults.push('hang', 'hang', 'hang', 'hang');
    const events = newEvents(1);
    const hanging = store.append({ stream: newStream(), expected: 'no-stream', events });
    await expect(hanging).rejects.toThrow(EventStoreUnavailable);
    fake.appendFaults.length = 0;
    const stream = newStream();
    await appended(store, stream, 'no-stream', newEvents(1));
    expect(await store.append({ stream, expected: 5, events: newEvents(1) })).toHaveProperty('actual', 0);
    expect(fake.batchCalls).toBe(1);
  });

  it('of a call that breaks is sent again over another, each of many stored once', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake);
    const streams = Array.from({ length: 30 }, () => newStream());
    fake.appendFaults.push('lostAcknowledgement');
    await Promise.all(streams.map((stream) => appended(store, stream, 'no-stream', newEvents(2))));
    for (const stream of streams) expect((await store.readStream(stream)).length).toBe(2);
  });

  it('that takes longer than its deadline to send is never cut short', async () => {
    const fake = await givenServer();
    await givenStore(fake);
    for (const count of [100, 400, 1_000]) {
      // Each event adds a millisecond, which leaves 20.
      const store = await givenStore(fake, { appendAttemptMs: 20 - count, retryForMs: 20_000 });
      const stream = newStream();
      const events = newEvents(count);
      expect((await appended(store, stream, 'no-stream', events)).revision).toBe(count - 1);
      expect(idsOf(await store.readStream(stream))).toEqual(idsOf(events));
    }
  });

  it('of more bytes than the engine takes is refused, though it passes our own limit', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake);
    const stream = newStream();
    const events = newEvents(4_900, { data: { text: 'x'.repeat(115) } });
    await expect(store.append({ stream, expected: 'no-stream', events })).rejects.toThrow(AppendRefused);
    expect(await store.readStream(stream)).toEqual([]);
  });

  it('that lost to one which cannot be read in time ends as unavailable', async () => {
    let commitAfterMs = 0;
    const fake = await givenServer({ commitAfterMs: () => commitAfterMs });
    const store = await givenStore(fake);
    const stream = newStream();
    const [winning, losing] = [newEvents(2), newEvents(1)];
    commitAfterMs = 3_000;
    const won = appended(store, stream, 'no-stream', winning);
    await eventually(() => expect(fake.appends).toBe(2));
    const lost = () => store.append({ stream, expected: 'no-stream', events: losing });
    await expect(lost()).rejects.toThrow(EventStoreUnavailable);
    expect((await won).revision).toBe(1);
    expect(await lost()).toEqual({ outcome: 'conflict', actual: 1, missed: recorded(stream, winning) });
  });

  it('to a tombstoned stream says what is wrong, at once', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake);
    const stream = newStream();
    await appended(store, stream, 'no-stream', newEvents(1));
    fake.log.delete(stream, true);
    const appends = fake.appends;
    await expect(store.append({ stream, expected: 0, events: newEvents(1) })).rejects.toThrow(/tombstoned/);
    expect(fake.appends).toBe(appends + 1);
    await expect(store.readStream(stream)).rejects.toThrow(/tombstoned/);
  });
});

describe('opening', () => {
  it('by several at once on an empty log agrees on one logId', async () => {
    const fake = await givenServer();
    const stores = await Promise.all(Array.from({ length: 4 }, () => givenStore(fake)));
    const [created] = await (stores[0] ?? (await givenStore(fake))).readStream('log');
    expect(stores.map(({ logId }) => logId)).toEqual(stores.map(() => created?.id));
  });

  it('survives the loss of its first acknowledgement', async () => {
    const fake = await givenServer();
    fake.appendFaults.push('lostAcknowledgement');
    const store = await givenStore(fake);
    expect(idsOf(await store.readStream('log'))).toEqual([store.logId]);
  });

  it('fails in time when nobody answers, and needs a user where the connection is secure', async () => {
    const fake = await givenServer();
    fake.stop();
    await expect(givenStore(fake, { retryForMs: 300 })).rejects.toThrow(EventStoreUnavailable);
    await expect(givenStore(fake, { connectionString: 'esdb://localhost:2113' })).rejects.toThrow(/no user/);
  });
});
