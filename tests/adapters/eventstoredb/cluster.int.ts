/** The adapter on a cluster of three. The long runs are in failover.sys.ts. */
import { describe, expect, it } from 'vitest';
import { EventStoreUnavailable, type RecordedEvent } from '../../../src/ports/EventStore.ts';
import { appended, newCategory, newEvents, newStream, recorded } from '../../contracts/eventStore/given.ts';
import { eventually } from '../../support/eventually.ts';
import { anotherLeads, givenCluster, givenStore, leaderOf } from './given.ts';

describe('a store on a cluster', () => {
  it('finds the leader from any member alone, under another name than the cluster uses', async () => {
    const cluster = await givenCluster();
    const stream = newStream();
    const events = newEvents(2);
    await appended(await givenStore(cluster), stream, 'no-stream', events);
    for (const { proxy } of cluster.nodes) {
      const connectionString = `esdb+discover://localhost:${proxy.port}?tls=false`;
      const store = await givenStore(cluster, { connectionString });
      expect(await store.readStream(stream)).toEqual(recorded(stream, events));
    }
  });

  it('goes on with the next leader when its own hangs, and tells its subscribers what was missed', async () => {
    const cluster = await givenCluster();
    const moves: object[] = [];
    const store = await givenStore(cluster, { logger: { warn: (details) => moves.push(details) } });
    const category = newCategory();
    const seen: RecordedEvent[] = [];
    const filter = { categories: [category] };
    store.subscribe(await store.head(), { onEvents: (events) => void seen.push(...events) }, { filter });
    const hung = leaderOf(cluster);
    cluster.hang(hung);
    const stream = newStream(category);
    const events = newEvents(1);
    const pending = appended(store, stream, 'no-stream', events);
    const next = await anotherLeads(cluster, hung);
    expect((await pending).revision).toBe(0);
    expect(await store.readStream(stream)).toEqual(recorded(stream, events));
    await eventually(() => expect(seen).toEqual(recorded(stream, events)));
    const [from, to] = [hung, next].map(({ proxy }) => `127.0.0.1:${proxy.port}`);
    expect(moves).toContainEqual({ from, to });
    await cluster.resume(hung);
  });

  it('reads from the next leader while the one before answers from its old log', async () => {
    const cluster = await givenCluster({ deposedAnswersMs: 5_000 });
    const [store, other] = [await givenStore(cluster), await givenStore(cluster)];
    const stream = newStream();
    const hung = leaderOf(cluster);
    cluster.hang(hung);
    const unanswered = store.readStream(stream);
    await anotherLeads(cluster, hung);
    const events = newEvents(1);
    await appended(other, stream, 'no-stream', events);
    await cluster.resume(hung);
    await unanswered;
    await eventually(
      async () => expect(await store.readStream(stream)).toEqual(recorded(stream, events)),
      2_000,
    );
    expect(hung.deposed).toBe(true);
  });

  it('says that it is unavailable while no majority is there, and goes on when it is', async () => {
    const cluster = await givenCluster();
    const store = await givenStore(cluster, { retryForMs: 500 });
    const [killed] = cluster.followers;
    const leader = leaderOf(cluster);
    if (killed === undefined) throw new Error('no node follows');
    await cluster.kill(killed);
    await cluster.kill(leader);
    await expect(store.head()).rejects.toThrow(EventStoreUnavailable);
    await expect(givenStore(cluster, { retryForMs: 500 })).rejects.toThrow(EventStoreUnavailable);
    await cluster.resume(killed);
    await eventually(async () => expect((await store.readStream('log')).length).toBe(1));
  });
});
