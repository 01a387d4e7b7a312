/**
 * The hundred questions that were put to a real EventStoreDB through the official client, so that they can be put
 * again, to it or to the in-process server. What the answers must be stands elsewhere.
 */
import { randomUUID } from 'node:crypto';
import type { AppendExpectedRevision, EventData } from '@eventstore/db-client';
import { EventStoreDBClient, eventTypeFilter, jsonEvent } from '@eventstore/db-client';
import { describeAnswer } from './describeAnswer.ts';

type Ask = (label: string, call: () => Promise<unknown>) => Promise<void>;

interface Probing {
  readonly connectionString: string;
  readonly client: EventStoreDBClient;
  readonly ask: Ask;
  /** Makes names that must be the same for both append paths this run's own. */
  readonly run: string;
}

type Data = Readonly<Record<string, string | number>>;

const event = (overrides: { readonly type?: string; readonly data?: Data } = {}) =>
  jsonEvent({ type: 'Test', data: { a: 1 }, metadata: { m: 1 }, ...overrides });

const events = (count: number, data: Data = { a: 1 }): EventData[] =>
  Array.from({ length: count }, () => event({ data }));

const kib = (count: number): Data => ({ x: 'x'.repeat(count * 1024 - '{"x":""}'.length) });

const newStream = (number: number): string => `probe${number}-${randomUUID()}`;

/** With credentials the client makes one call per append, without them all appends share one. */
const paths = { batch: {}, unary: { credentials: { username: 'admin', password: 'changeit' } } } as const;

const revisionsOf = async (stream: AsyncIterable<{ event?: { revision: bigint } }>): Promise<bigint[]> => {
  const revisions: bigint[] = [];
  for await (const { event: read } of stream) if (read !== undefined) revisions.push(read.revision);
  return revisions;
};

const probeAppends = async (probing: Probing, path: keyof typeof paths): Promise<void> => {
  const { client, run } = probing;
  const append = (
    stream: string,
    expectedRevision: AppendExpectedRevision,
    batch: EventData[] = events(1),
    options: { deadline?: number } = {},
    by = client,
  ) => by.appendToStream(stream, batch, { ...paths[path], ...options, expectedRevision });
  const ask: Ask = (label, call) => probing.ask(`${path}: ${label}`, call);

  const one = newStream(1);
  await ask('NO_STREAM on new', () => append(one, 'no_stream', events(3)));
  await ask('NO_STREAM on existing', () => append(one, 'no_stream'));
  await ask('revision 0n while at 2', () => append(one, 0n));
  await ask('revision 9n while at 2', () => append(one, 9n));
  await ask('revision 2n', () => append(one, 2n));
  await ask('revision 0n on missing stream', () => append(newStream(2), 0n));
  await ask('STREAM_EXISTS on missing', () => append(newStream(3), 'stream_exists'));
  await ask('STREAM_EXISTS on existing', () => append(one, 'stream_exists'));
  await ask('ANY on missing', () => append(newStream(4), 'any'));

  const five = newStream(5);
  const named = { b0: event({ data: { n: 'b0' } }), b1: event({ data: { n: 'b1' } }) };
  const batch = [named.b0, named.b1];
  await ask('first', () => append(five, 'no_stream', batch));
  await ask('identical resend, same expected (NO_STREAM)', () => append(five, 'no_stream', batch));
  await ask('identical resend, ANY', () => append(five, 'any', batch));
  await ask('then more', () => append(five, 1n, [event({ data: { n: 'x' } })]));
  await ask('identical resend after others wrote', () => append(five, 'no_stream', batch));
  await ask('prefix of the batch resent', () => append(five, 'no_stream', [named.b0]));
  await ask('same ids in other order', () => append(five, 'no_stream', [named.b1, named.b0]));
  await ask('batch + one new, same expected', () => append(five, 'no_stream', [...batch, ...events(1)]));
  await ask('same id again at the current revision (2n)', () => append(five, 2n, [named.b0]));
  await ask('stream after', async () => {
    const read: unknown[] = [];
    for await (const { event: stored } of client.readStream(five)) {
      const data: unknown = stored?.data;
      const name = typeof data === 'object' && data !== null && 'n' in data ? data.n : undefined;
      read.push([stored?.revision, name]);
    }
    return read;
  });
  await ask('empty batch NO_STREAM on new', () => append(newStream(6), 'no_stream', []));
  await ask('empty batch wrong revision', () => append(five, 0n, []));

  for (const size of [900, 1000, 1023, 1100, 4100]) {
    await ask(`one event of ${size} KiB`, () => append(newStream(7), 'any', [event({ data: kib(size) })]));
  }
  await ask('600 events of 4 KiB', () => append(newStream(8), 'any', events(600, kib(4))));
  await ask('200 events of 4 KiB', () => append(newStream(9), 'any', events(200, kib(4))));
  await ask('5000 small events', () => append(newStream(10), 'any', events(5_000)));
  await ask('deadline 1 ms', () => append(newStream(11), 'any', events(1), { deadline: 1 }));

  // A bad request is answered twice, the second time two seconds later, and that answer breaks the client: each has
  // a client of its own, which is gone by then.
  const withClient = async (use: (own: EventStoreDBClient) => Promise<unknown>): Promise<unknown> => {
    const own = EventStoreDBClient.connectionString(probing.connectionString);
    try {
      return await use(own);
    } finally {
      await own.dispose();
    }
  };
  const names: readonly [label: string, name: string][] = [
    ['with space', `with space ${randomUUID()}`],
    ['ünï-çødé-🎬', `ünï-çødé-🎬-${randomUUID()}`],
    ['$system-x', `$system-x-${run}`],
    ['', ''],
    ['a'.repeat(29), `${'a'.repeat(300)}${randomUUID()}`],
    ['new\\nline', `new\nline${randomUUID()}`],
    ['$$probe', `$$probe-${run}`],
  ];
  for (const [label, name] of names) {
    const title = label.length === 29 ? `stream name "${label}` : `stream name "${label}"`;
    await ask(title, () => withClient((own) => append(name, 'any', events(1), {}, own)));
  }
  await ask('event type empty', () =>
    withClient((own) => append(newStream(12), 'any', [event({ type: '' })], {}, own)),
  );
  await ask('event type $x', () => append(newStream(13), 'any', [event({ type: '$x' })]));
};

const probeStreams = async ({ client, ask }: Probing): Promise<string> => {
  await ask('read missing stream', () => revisionsOf(client.readStream(newStream(21))));
  const twenty = newStream(20);
  await client.appendToStream(twenty, events(5));
  const count = async (fromRevision: bigint) =>
    (await revisionsOf(client.readStream(twenty, { fromRevision }))).length;
  await ask('read from revision past the end', () => count(99n));
  await ask('read from revision 5n (next)', () => count(5n));
  await ask('read backwards from END max 2', () =>
    revisionsOf(client.readStream(twenty, { direction: 'backwards', fromRevision: 'end', maxCount: 2 })),
  );
  await ask('one read event, whole', async () => {
    // To the end: a stream that is left before it keeps its client from closing.
    let whole: unknown;
    for await (const read of client.readStream(twenty, { maxCount: 1 })) whole = read;
    return whole;
  });
  await ask('soft delete', () => client.deleteStream(twenty));
  await ask('read deleted', () => revisionsOf(client.readStream(twenty)));
  const append = (expectedRevision: AppendExpectedRevision) =>
    client.appendToStream(twenty, events(1), { expectedRevision });
  await ask('append NO_STREAM after delete', () => append('no_stream'));
  await ask('append 4n after delete', () => append(4n));
  await ask('read after recreate', () => revisionsOf(client.readStream(twenty)));
  await ask('tombstone', () => client.tombstoneStream(twenty));
  await ask('append after tombstone', () => append('any'));
  await ask('read tombstoned', () => revisionsOf(client.readStream(twenty)));

  const truncated = newStream(22);
  await client.appendToStream(truncated, events(10));
  await ask('set maxCount 3', () => client.setStreamMetadata(truncated, { maxCount: 3 }));
  await ask('read truncated', () => revisionsOf(client.readStream(truncated)));
  await ask('append at 9n on truncated', () =>
    client.appendToStream(truncated, events(1), { expectedRevision: 9n }),
  );
  return truncated;
};

/** What a filtered subscription tells, in its order, until it has caught up or failed. */
const followed = async (
  client: EventStoreDBClient,
  prefix: string,
  fromPosition: 'start' | { commit: bigint; prepare: bigint },
): Promise<readonly string[]> => {
  const told: string[] = [];
  const filter = eventTypeFilter({
    prefixes: [prefix],
    checkpointReached: () => {
      told.push('cp');
    },
  });
  const subscription = client.subscribeToAll({ fromPosition, filter });
  try {
    await new Promise<void>((resolve, reject) => {
      subscription.on('error', reject);
      subscription.on('confirmation', () => told.push('confirmation'));
      subscription.on('data', ({ event: read }) => told.push(read?.type.replace(prefix, 'TAG') ?? ''));
      subscription.on('caughtUp', () => {
        told.push('caughtUp');
        resolve();
      });
    });
  } finally {
    await subscription.unsubscribe().catch(() => undefined);
  }
  return told;
};

/** Checkpoints come as often as the log is long, and may fall between the last events. */
const inShort = (told: readonly string[]): string => {
  const first = told.findIndex((word) => word.startsWith('TAG'));
  return told
    .map((word, index) => (word === 'cp' && (index > first || told[index - 1] === 'cp') ? '' : word))
    .filter((word) => word !== '')
    .join(' ')
    .replace('cp', 'cp×k');
};

const probeLog = async ({ client, ask, run, connectionString }: Probing, truncated: string) => {
  const thirty = newStream(30);
  const tag = `TAG${run}`;
  const appended = await client.appendToStream(thirty, [
    event({ type: `${tag}A` }),
    event({ type: `${tag}B` }),
  ]);
  const position = appended.position ?? { commit: 0n, prepare: 0n };
  await ask('readAll last 3 backwards', async () => {
    const read: unknown[] = [];
    for await (const { event: found, commitPosition } of client.readAll({
      direction: 'backwards',
      fromPosition: 'end',
      maxCount: 100,
    })) {
      // A log in use has other events between ours.
      if (found === undefined || ![thirty, truncated].includes(found.streamId) || read.length === 3) continue;
      read.push([
        found.streamId,
        found.type.replace(tag, 'TAG'),
        found.position,
        String(commitPosition).replace(/^\d+$/, '<n>'),
      ]);
    }
    return read;
  });
  await ask('readAll from a position is inclusive?', async () => {
    const positions: bigint[] = [];
    for await (const { commitPosition } of client.readAll({ fromPosition: position, maxCount: 1 })) {
      if (commitPosition !== undefined) positions.push(commitPosition);
    }
    return [positions[0] === position.commit, positions.length];
  });
  await ask('subscribeToAll filtered: order of callbacks', async () =>
    inShort(await followed(client, tag, 'start')),
  );
  await ask('subscribeToAll from a position is exclusive?', async () =>
    (await followed(client, tag, position)).filter((word) => word.startsWith('TAG')),
  );
  await ask('subscribe with invalid position', () =>
    followed(client, tag, { commit: position.commit - 1n, prepare: position.commit - 1n }),
  );
  const second = EventStoreDBClient.connectionString(connectionString);
  await ask('second client appends', () => second.appendToStream(newStream(31), events(1)));
  await second.dispose();
};

/** Every answer by its label, in the order in which the questions were put. */
export const probe = async (connectionString: string): Promise<ReadonlyMap<string, unknown>> => {
  const answers = new Map<string, unknown>();
  const client = EventStoreDBClient.connectionString(connectionString);
  const ask: Ask = async (label, call) => {
    answers.set(label, await describeAnswer(call));
  };
  const probing = { connectionString, client, ask, run: randomUUID().replaceAll('-', '') };
  try {
    await probeAppends(probing, 'batch');
    await probeAppends(probing, 'unary');
    await probeLog(probing, await probeStreams(probing));
  } finally {
    await client.dispose();
  }
  return answers;
};
