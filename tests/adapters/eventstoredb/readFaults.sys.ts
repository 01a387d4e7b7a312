/** Reading through bad connections, and past what is not ours. */
import { describe, expect, it } from 'vitest';
import { EventStoreUnavailable, positionOf } from '../../../src/ports/EventStore.ts';
import {
  appended,
  idsOf,
  newCategory,
  newEvents,
  newStream,
  readToEnd,
  recorded,
} from '../../contracts/eventStore/given.ts';
import type { CallFault } from '../../support/eventstoredb/faults.ts';
import { eventually } from '../../support/eventually.ts';
import { foreignEvents, givenServer, givenStore } from './given.ts';

const readFaults: readonly CallFault[] = ['refused', 'lostAcknowledgement', 'cancelled', 'thrown', 'hang'];

describe('a read', () => {
  for (const fault of readFaults) {
    it(`that meets the fault ${fault} is tried again`, async () => {
      const fake = await givenServer();
      const store = await givenStore(fake);
      const stream = newStream();
      const events = newEvents(3);
      const { position } = await appended(store, stream, 'no-stream', events);
      fake.readFaults.push(fault, fault);
      expect(await store.readStream(stream)).toEqual(recorded(stream, events));
      fake.readFaults.push(fault, fault);
      expect(await store.head()).toBe(position);
      const [first] = await store.readStream(stream);
      fake.readFaults.push(fault);
      const page = await store.readAll(first?.position ?? '', { maxCount: 10 });
      expect(idsOf(page.events)).toEqual(idsOf(events.slice(1)));
    });
  }

  it('gives up in time', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake, { retryForMs: 300 });
    const head = await store.head();
    fake.stop();
    const reads = [
      () => store.readStream('log'),
      () => store.head(),
      () => store.readAll(head, { maxCount: 10 }),
      () => store.readAll(head, { maxCount: 10, filter: { categories: ['log'] } }),
    ];
    for (const read of reads) {
      const started = performance.now();
      await expect(read()).rejects.toThrow(EventStoreUnavailable);
      expect(performance.now() - started).toBeLessThan(5_000);
    }
    await fake.start();
    await eventually(async () => expect(await store.head()).toBe(head));
  });

  it('of a filtered page that is dropped or stays silent ends as unavailable', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake);
    const after = await store.head();
    await appended(store, newStream(), 'no-stream', newEvents(1));
    const readPage = () => store.readAll(after, { maxCount: 10, filter: { categories: ['contract'] } });
    expect((await readPage()).events.length).toBe(1);
    fake.subscriptionFaults.push('hang');
    await expect(readPage()).rejects.toThrow(EventStoreUnavailable);
    fake.subscriptionFaults.push('lostAcknowledgement');
    await expect(readPage()).rejects.toThrow(EventStoreUnavailable);
    expect((await readPage()).events.length).toBe(1);
  });

  it('passes over what is not ours, and the head is our last event', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake);
    const after = await store.head();
    const category = newCategory();
    const stream = newStream(category);
    foreignEvents(fake, newStream(category), 'SomebodyElses', 3);
    const events = newEvents(2);
    const { position } = await appended(store, stream, 'no-stream', events);
    foreignEvents(fake, '$stats-0', '$statsCollected', 50);
    foreignEvents(fake, newStream(category), 'SomebodyElses', 3);
    foreignEvents(fake, newStream(category), '$>', 3);
    expect(await store.head()).toBe(position);
    expect(await store.head()).toBe(position);
    for (const filter of [undefined, { categories: [category] }]) {
      const read = await readToEnd(store, after, { maxCount: 4, ...(filter && { filter }) });
      expect(idsOf(read.events)).toEqual(idsOf(events));
      expect(read.next >= position).toBe(true);
    }
    foreignEvents(fake, '$stats-0', '$statsCollected', 5_000);
    expect(await store.head()).toBe(position);
    const later = await appended(store, stream, 1, newEvents(1));
    expect(await store.head()).toBe(later.position);
  });

  it('of one of our streams says so when somebody else wrote into it', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake);
    const stream = newStream();
    await appended(store, stream, 'no-stream', newEvents(1));
    foreignEvents(fake, stream, 'SomebodyElses');
    await expect(store.readStream(stream)).rejects.toThrow(/Revision 1 of stream .* was not written/);
    await expect(store.append({ stream, expected: 0, events: newEvents(1) })).rejects.toThrow(/not written/);
  });

  it('from a position that never was one goes on with what comes after it', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake, { retryForMs: 300 });
    const category = newCategory();
    const first = await appended(store, newStream(category), 'no-stream', newEvents(1));
    const events = newEvents(2);
    const last = await appended(store, newStream(category), 'no-stream', events);
    const invented = positionOf(BigInt(first.position) + 1n);
    for (const filter of [undefined, { categories: [category] }]) {
      const options = { maxCount: 10, ...(filter && { filter }) };
      expect(idsOf((await store.readAll(invented, options)).events)).toEqual(idsOf(events));
      for (const beyond of [positionOf(BigInt(last.position) + 7n), '9'.repeat(20)]) {
        expect(await store.readAll(beyond, options)).toEqual({ events: [], next: beyond, atEnd: true });
      }
    }
  });
});

describe('closing', () => {
  it('does not wait for streams that were left, nor for a server that is away', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake);
    const stream = newStream();
    // More than what is buffered on the way, and no more than what there is.
    await appended(store, stream, 'no-stream', newEvents(3_000));
    await store.readStream(stream, { maxCount: 3_000 });
    await store.readStream(stream, { maxCount: 1 });
    store.subscribe(await store.head(), { onEvents: () => undefined });
    fake.stop();
    const pending = store
      .append({ stream, expected: 2_999, events: newEvents(1) })
      .catch((error: unknown) => error);
    const started = performance.now();
    await store.close();
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await pending).toBeInstanceOf(EventStoreUnavailable);
    await expect(store.head()).rejects.toThrow(EventStoreUnavailable);
  });
});
