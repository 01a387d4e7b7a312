/** Appends, reads and subscriptions go on with the leader that a cluster has elected, however the one before was lost. */
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import { EventStoreUnavailable } from '../../../src/ports/EventStore.ts';
import { idsOf, newCategory, newEvents, newStream } from '../../contracts/eventStore/given.ts';
import type { ClusterNode, FakeCluster } from '../../support/eventstoredb/FakeCluster.ts';
import { eventually } from '../../support/eventually.ts';
import { anotherLeads, givenCluster, givenStore, leaderOf } from './given.ts';

const goesOnWithinMs = 3_000;
const testMs = 240_000;
/** Calls and pauses that happen to be under way. */
const spareResources = 10;

/** Appends all the while; a second try of an append that had no answer is the identical one. */
const openWriter = (store: EventStore, category: string) => {
  const acknowledged: string[] = [];
  const stopping = new AbortController();
  const write = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const append = { stream: newStream(category), expected: 'no-stream', events: newEvents(1) } as const;
      const result = await store.append(append).catch((error: unknown) => {
        if (!(error instanceof EventStoreUnavailable)) throw error;
      });
      if (result?.outcome === 'appended') acknowledged.push(...idsOf(append.events));
      await pause(5);
    }
  };
  const done = write();
  const stop = async (): Promise<void> => {
    stopping.abort();
    await done;
  };
  return { acknowledged, stop };
};

const openLoad = async (cluster: FakeCluster) => {
  const category = newCategory();
  const stores = [await givenStore(cluster), await givenStore(cluster)];
  const writers = stores.map((store) => openWriter(store, category));
  const seen = stores.map((store) => {
    const ids: string[] = [];
    store.subscribe(
      '0'.repeat(20),
      { onEvents: (events) => void ids.push(...idsOf(events)) },
      { filter: { categories: [category] } },
    );
    return ids;
  });
  /** Each store has an append acknowledged, is told of it by its subscription, and reads it. */
  const goesOn = async (): Promise<number> => {
    const startedAtMs = performance.now();
    const before = writers.map(({ acknowledged }) => acknowledged.length);
    await eventually(async () => {
      for (const [place, { acknowledged }] of writers.entries()) {
        expect(acknowledged.length).toBeGreaterThan(before[place] ?? 0);
        expect(seen[place]).toContain(acknowledged[before[place] ?? 0]);
      }
    }, 20_000);
    for (const store of stores) await store.head();
    return performance.now() - startedAtMs;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(writers.map((writer) => writer.stop()));
    const acknowledged = writers.flatMap((writer) => writer.acknowledged);
    for (const ids of seen) {
      await eventually(() => expect(acknowledged.filter((id) => !ids.includes(id))).toEqual([]));
      expect(ids.length).toBe(new Set(ids).size);
    }
  };
  return { goesOn, stop };
};

const comeBack = async (cluster: FakeCluster, node: ClusterNode): Promise<void> => {
  await cluster.resume(node);
  await eventually(() => expect(node.deposed).toBe(false));
  if (node.status === 'ended itself') await cluster.resume(node);
};

/** Of this process: the adapter's and the cluster's own. */
const resources = (): Readonly<Record<string, number>> => {
  const all = process.getActiveResourcesInfo();
  return Object.fromEntries(
    ['TCPSocketWrap', 'Timeout'].map((kind) => [kind, all.filter((each) => each === kind).length]),
  );
};

describe('two programs on a cluster of three', () => {
  it('go on soon after the election when the leader hangs, in 20 of 20 tries', {
    timeout: testMs,
  }, async () => {
    const cluster = await givenCluster();
    const load = await openLoad(cluster);
    const tookMs: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      await load.goesOn();
      const hung = leaderOf(cluster);
      cluster.hang(hung);
      await anotherLeads(cluster, hung);
      tookMs.push(await load.goesOn());
      await comeBack(cluster, hung);
    }
    expect(tookMs.filter((each) => each > goesOnWithinMs)).toEqual([]);
    await load.stop();
  });

  it('go on after a leader is killed, and after the majority was away', async () => {
    const cluster = await givenCluster();
    const load = await openLoad(cluster);
    for (let round = 0; round < 3; round += 1) {
      await load.goesOn();
      const killed = leaderOf(cluster);
      await cluster.kill(killed);
      const leader = await anotherLeads(cluster, killed);
      expect(await load.goesOn()).toBeLessThan(goesOnWithinMs);
      await cluster.kill(leader);
      await cluster.resume(killed);
      await eventually(() => leaderOf(cluster));
      expect(await load.goesOn()).toBeLessThan(goesOnWithinMs);
      await cluster.resume(leader);
    }
    await load.stop();
  });

  it('leave no client, socket or timer behind in a hundred changes of leader', {
    timeout: testMs,
  }, async () => {
    const cluster = await givenCluster({
      electionAfterKillMs: 5,
      electionAfterHangMs: 50,
      deposedAnswersMs: 5,
    });
    const load = await openLoad(cluster);
    await load.goesOn();
    const before = resources();
    for (let change = 1; change <= 100; change += 1) {
      const lost = leaderOf(cluster);
      if (change % 10 === 0) cluster.hang(lost);
      else await cluster.kill(lost);
      await anotherLeads(cluster, lost);
      await load.goesOn();
      await comeBack(cluster, lost);
    }
    await eventually(() => {
      const after = resources();
      for (const [kind, count] of Object.entries(before)) {
        expect({ kind, left: Math.max(0, (after[kind] ?? 0) - count - spareResources) }).toEqual({
          kind,
          left: 0,
        });
      }
    }, 40_000);
    await load.stop();
  });
});
