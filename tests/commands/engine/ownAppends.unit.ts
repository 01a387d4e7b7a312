/** What a process appended itself reaches its feed from memory: once, in order, and never past a gap. */
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  createMemoryLog,
  type MemoryLog,
  openMemoryEventStore,
} from '../../../src/adapters/memory/MemoryEventStore.ts';
import { systemClock } from '../../../src/adapters/system/system.ts';
import { type LogTail, openLogTail } from '../../../src/commands/engine/LogTail.ts';
import { handedOver } from '../../../src/composition/engine/handedOver.ts';
import type { EventStore, Position, RecordedEvent } from '../../../src/ports/EventStore.ts';
import { appendEvents } from '../../projections/appendEvents.ts';
import { counted } from '../../projections/countingProjection.ts';

let log: MemoryLog;
let closing: { close(): Promise<void> }[];
beforeEach(() => {
  log = createMemoryLog();
  closing = [];
});
afterEach(async () => {
  for (const each of closing.reverse()) await each.close();
});

/** A node whose subscription brings nothing, so that only memory and confirming reads do. */
const openNode = async (consecutivePositions = true) => {
  const store = openMemoryEventStore({ log });
  const told: Position[] = [];
  const heard: RecordedEvent[] = [];
  const deaf: EventStore = {
    ...store,
    consecutivePositions,
    subscribe: () => ({ close: async () => undefined, has: (position) => told.push(position) }),
  };
  const tail: LogTail = await openLogTail(deaf, systemClock, () => undefined);
  tail.listen((recorded) => heard.push(recorded));
  closing.push(store, tail);
  return { events: handedOver(deaf, tail), tail, heard, told };
};
const handOver = async (): Promise<void> => {
  for (let turns = 0; turns < 3; turns += 1) await turn();
};
const append = ({ events }: { readonly events: EventStore }, stream: string, count = 1): Promise<Position> =>
  appendEvents(events, stream, ...Array.from({ length: count }, () => counted()));
const stored = (): readonly RecordedEvent[] => log.events.slice(1);

it('are heard as they are stored, without a read', async () => {
  const node = await openNode();
  await append(node, 'counter-a', 3);
  const head = await append(node, 'counter-b', 2);
  await handOver();
  expect(node.heard).toEqual(stored());
  expect(node.tail.position()).toBe(head);
  expect(node.told.at(-1)).toBe(head);
});

it('wait for what another node appended before them', async () => {
  const [node, other] = [await openNode(), await openNode()];
  await append(node, 'counter-a');
  await append(other, 'counter-a', 2);
  await append(node, 'counter-a');
  await append(node, 'counter-b', 2);
  await handOver();
  expect(node.heard).toEqual(stored().slice(0, 1));
  expect(other.heard).toEqual([]);
  await node.tail.confirmNow();
  await other.tail.confirmNow();
  await append(node, 'counter-a');
  await handOver();
  expect(node.heard).toEqual(stored());
  expect(other.heard).toEqual(stored().slice(0, 6));
});

it('follow a read that closes the gap before them', async () => {
  const [node, other] = [await openNode(), await openNode()];
  await append(other, 'counter-a', 2);
  const reading = node.tail.confirmNow();
  await append(node, 'counter-a');
  await reading;
  await handOver();
  expect(node.heard).toEqual(stored());
});

it('are heard in the order of the log when their answers come in another', async () => {
  const node = await openNode();
  const before = node.tail.position();
  await append({ events: openMemoryEventStore({ log }) }, 'counter-a', 4);
  const [first, second, third, fourth] = stored();
  if (!first || !second || !third || !fourth) throw new Error('four events were appended');
  node.tail.appended([third, fourth]);
  await handOver();
  expect(node.tail.position()).toBe(before);
  node.tail.appended([first, second]);
  node.tail.appended([first, second]);
  await handOver();
  expect(node.heard).toEqual(stored());
});

it('that wait in too great a number are read from the store', async () => {
  const [node, other] = [await openNode(), await openNode()];
  await append(other, 'counter-a');
  for (let round = 0; round < 6; round += 1) await append(node, `counter-${round}`, 1_000);
  await handOver();
  expect(node.heard).toEqual([]);
  await node.tail.confirmNow();
  expect(node.heard).toEqual(stored());
});

it('are left to the subscription where positions do not tell of gaps', async () => {
  const node = await openNode(false);
  await append(node, 'counter-a');
  await handOver();
  expect(node.heard).toEqual([]);
});
