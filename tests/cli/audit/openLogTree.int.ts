/** The tree that a thread makes of a log's rows is the tree of its events. */
import { randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { copiedEventsIn } from '../../../src/adapters/postgres/copiedEvents.ts';
import { openLogTree } from '../../../src/cli/audit/openLogTree.ts';
import type { LogSource } from '../../../src/cli/command/openLog.ts';
import { metadataHider } from '../../../src/composition/engine/hiddenMetadata.ts';
import { positionStart } from '../../../src/ports/EventStore.ts';

const identityKey = randomBytes(32);
const events = 5_000;

const metadata = JSON.stringify({
  correlationId: randomUUID(),
  causationId: randomUUID(),
  actor: { role: 'guest' },
});
const rowOf = (place: number): string => {
  const [stream, title] =
    place % 7 === 0 ? ['customer-ada@example.org', 'Ä "quoted"'] : [`movie-${place % 13}`, 'ß'];
  const data = JSON.stringify({ title, customerId: 'ada@example.org' }).replaceAll('\\', '\\\\');
  return [place + 1, stream, place, randomUUID(), 'MovieRegistered', 2, '2026-11-21T18:30:00.000Z']
    .concat(
      data,
      place % 3 === 0 ? '{"correlationId":"a","causationId":"b","actor":{"role":"system"}}' : metadata,
    )
    .join('\t');
};

const nothing = async function* () {
  yield* [];
};

const source = (givesRows: boolean): LogSource => ({
  events: { logId: randomUUID(), head: async () => positionStart },
  texts: { givesRows, read: nothing, close: async () => undefined },
  ...{ identityKey, hideMetadata: metadataHider(identityKey) },
});

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const grownFrom = async (lines: readonly string[], sizes: readonly number[], givesRows: boolean) => {
  const tree = openLogTree(source(givesRows), sizes);
  try {
    for (let from = 0; from < lines.length; from += 100) {
      const rows = Buffer.from(lines.slice(from, from + 100).join('\n'));
      await tree.take({ events: copiedEventsIn(rows), reached: positionStart, rows });
    }
    const { size, subtrees, roots } = await tree.grown();
    const told = [...roots].map(([at, root]) => [at, base64(root)] as const);
    return { size, subtrees: subtrees.map(base64), roots: told };
  } finally {
    await tree.close();
  }
};

it('has the same roots at the sizes that were asked for, and the same subtrees', async () => {
  const lines = Array.from({ length: events }, (_, place) => rowOf(place));
  const sizes = [0, 1, 2, 1_023, 4_999, 5_000, 5_001];
  const inThread = await grownFrom(lines, sizes, true);
  expect(inThread).toEqual(await grownFrom(lines, sizes, false));
  expect(inThread.roots.map(([at]) => at)).toEqual([0, 1, 2, 1_023, 4_999, 5_000]);
});

it('tells of rows that are no events', async () => {
  const tree = openLogTree(source(true), []);
  try {
    await tree.take({
      events: [],
      reached: positionStart,
      rows: Buffer.from('1\tmovie-1\t0\tid\tx\t1\tt\t{}\tno JSON'),
    });
    await expect(tree.grown()).rejects.toThrow('JSON');
  } finally {
    await tree.close();
  }
});
