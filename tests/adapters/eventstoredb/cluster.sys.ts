/** The adapter on a cluster of three. The long runs are in failover.sys.ts. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { EventStoreUnavailable, type RecordedEvent } from '../../../src/ports/EventStore.ts';
import { appended, newCategory, newEvents, newStream, recorded } from '../../contracts/eventStore/given.ts';
import { FakeEventStoreDb } from '../../support/eventstoredb/FakeEventStoreDb.ts';
import { FakeLog } from '../../support/eventstoredb/FakeLog.ts';
import { memberStates } from '../../support/eventstoredb/membership.ts';
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

  it('waits for a member that starts and knows no other yet, instead of taking it for the only one', async () => {
    const server = new FakeEventStoreDb(new FakeLog(), {
      members: () =>
        isStarting ? [seen('INITIALIZING', 0)] : [seen('LEADER', 0), seen('READONLYREPLICA', 1)],
      leader: () => ({ itself: true, port: server.port }),
    });
    const seen = (state: keyof typeof memberStates, place: number) => ({
      instanceId: randomUUID(),
      state: memberStates[state],
      isAlive: true,
      port: server.port + place,
    });
    let isStarting = true;
    await server.start();
    onTestFinished(() => server.stop());
    const opening = givenStore(server);
    await pause(300);
    isStarting = false;
    expect((await opening).readsAreCurrent).toBe(false);
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

  it('goes on with the next leader when connections are probed every second, and prints nothing', async () => {
    const printed = vi.spyOn(console, 'warn');
    onTestFinished(() => printed.mockRestore());
    const cluster = await givenCluster({ electionAfterHangMs: 4_000 });
    const connectionString = `${cluster.connectionString}&keepAliveInterval=1000&keepAliveTimeout=1000`;
    const store = await givenStore(cluster, { connectionString, retryForMs: 10_000 });
    const hung = leaderOf(cluster);
    cluster.hang(hung);
    const pending = appended(store, newStream(), 'no-stream', newEvents(1));
    await anotherLeads(cluster, hung);
    const electedAtMs = performance.now();
    await pending;
    expect(performance.now() - electedAtMs).toBeLessThan(3_000);
    expect(printed).not.toHaveBeenCalled();
  });

  it('asks for the next leader several times a second, although the one that hangs does not answer', async () => {
    const cluster = await givenCluster({ electionAfterHangMs: 60_000 });
    const store = await givenStore(cluster, { retryForMs: 500 });
    cluster.hang(leaderOf(cluster));
    await store.readStream('log').catch(() => undefined);
    const asked = () => cluster.followers[0]?.ways[0]?.server.gossips ?? 0;
    const before = asked();
    await pause(3_000);
    // A round that waits for the one that hangs takes more than a second.
    expect(asked() - before).toBeGreaterThan(3);
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

  it('is not led back to a deposed leader that the others name beside the next', async () => {
    const cluster = await givenCluster({ deposedAnswersMs: 1_500, rumourMs: 1_000 });
    const moves: object[] = [];
    const store = await givenStore(cluster, { logger: { warn: (details) => moves.push(details) } });
    const hung = leaderOf(cluster);
    cluster.hang(hung);
    const next = await anotherLeads(cluster, hung);
    await appended(store, newStream(), 'no-stream', newEvents(1));
    await cluster.resume(hung);
    await eventually(() => expect(hung.rumoured).toBe(false));
    await appended(store, newStream(), 'no-stream', newEvents(1));
    const [from, to] = [hung, next].map(({ proxy }) => `127.0.0.1:${proxy.port}`);
    expect(moves.filter((move) => 'to' in move)).toEqual([{ from, to }]);
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
