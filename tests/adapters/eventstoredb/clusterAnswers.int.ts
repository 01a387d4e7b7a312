/** The in-process cluster answers the official client as a real one was seen to. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  EventStoreDBClient,
  jsonEvent,
  NO_STREAM,
  NotLeaderError,
  StreamNotFoundError,
} from '@eventstore/db-client';
import { afterEach, describe, expect, it } from 'vitest';
import type { ClusterNode } from '../../support/eventstoredb/FakeCluster.ts';
import { eventually } from '../../support/eventually.ts';
import { anotherLeads, givenCluster, leaderOf } from './given.ts';

const opened: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

const clientOf = (connectionString: string): EventStoreDBClient => {
  const client = EventStoreDBClient.connectionString(connectionString);
  opened.push({ close: () => client.dispose() });
  return client;
};

const clientTo = ({ proxy }: ClusterNode): EventStoreDBClient =>
  clientOf(`esdb://127.0.0.1:${proxy.port}?tls=false`);

const append = (
  client: EventStoreDBClient,
  stream: string,
  deadline = 5_000,
  path: 'unary' | 'batch' = 'unary',
) =>
  client.appendToStream(stream, [jsonEvent({ type: 'Tried', data: {} })], {
    expectedRevision: NO_STREAM,
    requiresLeader: true,
    // Without them the client sends it over a call for many appends.
    ...(path === 'unary' ? { credentials: { username: 'anonymous', password: '' } } : {}),
    deadline,
  });

const idsIn = async (client: EventStoreDBClient, stream: string): Promise<readonly string[]> => {
  const ids: string[] = [];
  for await (const { event } of client.readStream(stream, { requiresLeader: true }))
    ids.push(event?.id ?? '');
  return ids;
};

describe('a cluster of three', () => {
  it('is found by its gossip, and all nodes have what was acknowledged', async () => {
    const cluster = await givenCluster();
    const client = clientOf(cluster.connectionString);
    await append(client, 'one');
    const ids = await idsIn(client, 'one');
    expect(ids.length).toBe(1);
    await eventually(() => {
      for (const { log } of cluster.nodes) expect(log.events.at(-1)?.id).toBe(ids[0]);
    });
  });

  it('names the leader where a follower is asked for what requires it', async () => {
    const cluster = await givenCluster();
    const [follower] = cluster.followers;
    if (follower === undefined) throw new Error('no node follows');
    const leader = { address: '127.0.0.1', port: leaderOf(cluster).proxy.port };
    const refusal = await append(clientTo(follower), 'one').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(NotLeaderError);
    expect(refusal).toHaveProperty('leader', leader);
    await expect(append(clientTo(follower), 'one', 5_000, 'batch')).rejects.toThrow(NotLeaderError);
    await expect(idsIn(clientTo(follower), 'one')).rejects.toThrow(NotLeaderError);
  });

  it('acknowledges nothing without a majority', async () => {
    const cluster = await givenCluster();
    const client = clientTo(leaderOf(cluster));
    for (const follower of cluster.followers) cluster.hang(follower);
    await expect(append(client, 'one', 300)).rejects.toThrow(/Deadline|DEADLINE/);
    for (const node of cluster.nodes) if (node.status === 'hung') await cluster.resume(node);
    await eventually(async () => expect((await idsIn(client, 'one')).length).toBe(1));
  });

  it('elects another when the leader is killed, which follows after its return', async () => {
    const cluster = await givenCluster();
    await append(clientOf(cluster.connectionString), 'one');
    const killed = leaderOf(cluster);
    await cluster.kill(killed);
    const leader = await anotherLeads(cluster, killed);
    await append(clientTo(leader), 'two');
    await cluster.resume(killed);
    await expect(idsIn(clientTo(killed), 'two')).rejects.toThrow(NotLeaderError);
    await eventually(() => expect(killed.log.events.length).toBe(leader.log.events.length));
  });

  it('names a hung leader as alive until it elects another, and that one has an old log for a while', async () => {
    const cluster = await givenCluster();
    const hung = leaderOf(cluster);
    const toHung = clientTo(hung);
    await append(toHung, 'one');
    cluster.hang(hung);
    const unanswered = idsIn(toHung, 'two').catch((error: unknown) => error);
    const [follower] = cluster.followers;
    if (follower === undefined) throw new Error('no node follows');
    await expect(idsIn(clientTo(follower), 'one')).rejects.toThrow(NotLeaderError);
    const leader = await anotherLeads(cluster, hung);
    await append(clientTo(leader), 'two');
    await cluster.resume(hung);
    expect(await unanswered).toBeInstanceOf(StreamNotFoundError);
    await expect(idsIn(toHung, 'two')).rejects.toThrow(StreamNotFoundError);
    expect((await idsIn(toHung, 'one')).length).toBe(1);
    await eventually(() => expect(idsIn(clientTo(hung), 'two')).rejects.toThrow(NotLeaderError));
    expect(hung.status).toBe('running');
  });

  it('never acknowledges what its deposed leader took, which ends itself to cut that off', async () => {
    const cluster = await givenCluster({ deposedAnswersMs: 200 });
    const hung = leaderOf(cluster);
    const toHung = clientTo(hung);
    await append(toHung, 'one');
    cluster.hang(hung);
    const leader = await anotherLeads(cluster, hung);
    await append(clientTo(leader), 'two');
    await cluster.resume(hung);
    await expect(append(toHung, `lost-${randomUUID()}`, 2_000)).rejects.toThrow();
    await eventually(() => expect(hung.status).toBe('ended itself'));
    await cluster.resume(hung);
    await eventually(() =>
      expect(hung.log.events.map(({ id }) => id)).toEqual(leader.log.events.map(({ id }) => id)),
    );
  });

  it('goes on with its leader when that one hangs for a moment', async () => {
    const cluster = await givenCluster();
    const leader = leaderOf(cluster);
    cluster.hang(leader);
    const answered = append(clientTo(leader), 'one');
    await pause(100);
    await cluster.resume(leader);
    await answered;
    expect(cluster.leader).toBe(leader);
  });
});
