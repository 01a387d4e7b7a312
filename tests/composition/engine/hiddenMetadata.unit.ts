import { v7 } from 'uuid';
import { beforeEach, expect, it } from 'vitest';
import { createMemoryLog, openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { actorIdOf, actorOf, guest } from '../../../src/api/http/auth/Caller.ts';
import { hiddenMetadata } from '../../../src/composition/engine/hiddenMetadata.ts';
import {
  type EventMetadata,
  type EventStore,
  type EventText,
  positionStart,
  type RecordedEvent,
} from '../../../src/ports/EventStore.ts';
import { eventually } from '../../support/eventually.ts';

const identityKey = new Uint8Array(32).fill(6);
const stream = `movie-${v7()}`;
const at = '2026-11-01T12:00:00.000Z';
const event = (metadata: EventMetadata) => ({
  ...{ id: v7(), type: 'MovieAdded', version: 1, at, data: {}, metadata },
});

const inClear: EventMetadata = {
  correlationId: 'ticket of jane@example.org',
  causationId: 'ticket of jane@example.org',
  actor: { role: 'staff', id: 'jane@example.org' },
  idempotency: { key: 'k', body: 'b' },
};
const actor = actorOf({ ...guest, actorId: actorIdOf('jane@example.org', identityKey), roles: ['staff'] });
const ours: EventMetadata = { correlationId: v7(), causationId: v7(), actor };

let plain: EventStore;
let events: EventStore;
beforeEach(() => {
  plain = openMemoryEventStore({ log: createMemoryLog() });
  events = hiddenMetadata(plain, identityKey);
});

const shown = (recorded: readonly RecordedEvent[]) =>
  recorded.filter((each) => each.stream === stream).map(({ metadata }) => metadata);
const hidden = {
  correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  causationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  actor,
  idempotency: { key: 'k', body: 'b' },
};

it('reads older events with the same actor as newer ones, and one pseudonym for one request', async () => {
  await plain.append({ stream, expected: 'any', events: [event(inClear), event(inClear), event(ours)] });
  const read = shown(await events.readStream(stream));
  expect(read).toEqual([hidden, hidden, ours]);
  const pseudonyms = new Set(
    read.slice(0, 2).flatMap(({ correlationId, causationId }) => [correlationId, causationId]),
  );
  expect(pseudonyms.size).toBe(1);
  expect(shown((await events.readAll(positionStart, { maxCount: 10 })).events)).toEqual(read);
  const conflict = await events.append({ stream, expected: 'no-stream', events: [event(ours)] });
  expect(conflict.outcome === 'conflict' && shown(conflict.missed)).toEqual(read);
  const followed: RecordedEvent[] = [];
  const subscription = events.subscribe(positionStart, { onEvents: (some) => void followed.push(...some) });
  await eventually(() => expect(shown(followed)).toEqual(read));
  await subscription.close();
});

it('writes nothing in clear', async () => {
  await events.append({ stream, expected: 'any', events: [event(inClear)] });
  expect(shown(await plain.readStream(stream))).toEqual([hidden]);
});

it('passes on the text of an event only where it hides nothing', async () => {
  const appended: (readonly EventText[] | undefined)[] = [];
  const spied: EventStore = {
    ...plain,
    append: (append) => {
      appended.push(append.texts);
      return plain.append(append);
    },
  };
  const through = hiddenMetadata(spied, identityKey);
  const textsOf = (metadata: EventMetadata) => [{ data: '{}', metadata: JSON.stringify(metadata) }];
  for (const metadata of [ours, inClear])
    await through.append({ stream, expected: 'any', events: [event(metadata)], texts: textsOf(metadata) });
  expect(appended).toEqual([textsOf(ours), undefined]);
});
