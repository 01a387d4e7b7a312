/** What the tests of the EventStoreDB adapter share: a fake server, stores on it, and things foreign to us in its log. */
import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { EventStoreDbOptions } from '../../../src/adapters/eventstoredb/EventStoreDbEventStore.ts';
import { openEventStoreDbEventStore } from '../../../src/adapters/eventstoredb/EventStoreDbEventStore.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import { type ClusterNode, type ClusterTimes, FakeCluster } from '../../support/eventstoredb/FakeCluster.ts';
import type { FakeEventStoreDb } from '../../support/eventstoredb/FakeEventStoreDb.ts';
import { startFakeEventStoreDb } from '../../support/eventstoredb/FakeEventStoreDb.ts';
import type { FakeLogOptions } from '../../support/eventstoredb/FakeLog.ts';
import { eventually } from '../../support/eventually.ts';

// A hook of the module would be that of the first file alone: files share modules.
const closedWithTest = <Opened extends { close(): Promise<void> }>(opened: Opened): Opened => {
  onTestFinished(() => opened.close());
  return opened;
};

/** An own server; it ends with the test. */
export const givenServer = async (options?: FakeLogOptions): Promise<FakeEventStoreDb> => {
  const fake = await startFakeEventStoreDb(options);
  closedWithTest({ close: async () => fake.stop() });
  return fake;
};

/** An own cluster of three; it ends with the test. */
export const givenCluster = async (times: Partial<ClusterTimes> = {}): Promise<FakeCluster> =>
  closedWithTest(await FakeCluster.start(times));

export const leaderOf = ({ leader }: FakeCluster): ClusterNode => {
  if (leader === undefined) throw new Error('no node leads');
  return leader;
};

/** The next one, once it is elected. */
export const anotherLeads = (cluster: FakeCluster, than: ClusterNode): Promise<ClusterNode> =>
  eventually(() => {
    const leader = leaderOf(cluster);
    if (leader === than) throw new Error('it leads still');
    return leader;
  });

/** A store that gives up soon; it closes with the test. */
export const givenStore = async (
  fake: { readonly connectionString: string },
  options: Partial<EventStoreDbOptions> = {},
): Promise<EventStore> => {
  const store = await openEventStoreDbEventStore({
    connectionString: fake.connectionString,
    appendAttemptMs: 1_000,
    readSilenceMaxMs: 300,
    retryForMs: 3_000,
    electionForMs: 2_000,
    ...options,
  });
  return closedWithTest(store);
};

/** Puts events into the log that no program of ours wrote. */
export const foreignEvents = (fake: FakeEventStoreDb, stream: string, type: string, count = 1): void => {
  const text = Buffer.from('{"a":1}');
  const foreign = () => ({
    id: randomUUID(),
    type,
    contentType: 'application/json',
    data: text,
    metadata: text,
  });
  fake.log.append(
    stream,
    'any',
    Array.from({ length: count }, () => foreign()),
  );
};
