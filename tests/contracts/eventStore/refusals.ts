/** The event store's contract: what can never be stored is refused, and leaves nothing behind. */
import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../../../src/ports/EventStore.ts';
import { AppendRefused, eventStoreLimits } from '../../../src/ports/EventStore.ts';
import type { Opened } from '../eventStoreContract.ts';
import { newEvent, newEvents, newStream } from './given.ts';

const metadata = newEvent().metadata;

const refusedEvents: readonly [string, () => readonly NewEvent[]][] = [
  ['no events', () => []],
  ['more events than the limit', () => newEvents(eventStoreLimits.appendEventsMax + 1)],
  [
    'an event over the bytes limit',
    () => [newEvent({ data: { x: 'x'.repeat(eventStoreLimits.appendBytesMax) } })],
  ],
  ['events that are over the bytes limit together', () => newEvents(300, { data: { x: 'x'.repeat(4_000) } })],
  ['many-byte text over the bytes limit', () => newEvents(100, { data: { x: '🎬'.repeat(3_000) } })],
  ['an empty type', () => [newEvent(), newEvent({ type: '' })]],
  ['a type of the engine', () => [newEvent({ type: '$metadata' })]],
  ['an id that is no UUID', () => [newEvent({ id: 'a1' })]],
  ['data that is no object', () => [newEvent({ data: 'text' })]],
  ['NUL in the data', () => [newEvent(), newEvent({ data: { name: 'a\0b' } })]],
  ['NUL in a key', () => [newEvent({ data: { 'a\0b': 1 } })]],
  ['NUL in the type', () => [newEvent({ type: 'Seats\0Held' })]],
  ['NUL in the metadata', () => [newEvent({ metadata: { ...metadata, correlationId: '\0' } })]],
  ['a lone high surrogate', () => [newEvent({ data: { name: 'a\ud83c' } })]],
  ['a lone low surrogate', () => [newEvent({ data: { deep: [{ name: '\udfac b' }] } })]],
  ['a lone surrogate in a key', () => [newEvent({ data: { '\ud83c': 1 } })]],
  ['a lone surrogate in the type', () => [newEvent({ type: '\ud83c' })]],
  [
    'a lone surrogate in the metadata',
    () => [newEvent({ metadata: { ...metadata, causationId: '\ud83c' } })],
  ],
];

const refusedStreams: readonly [string, string][] = [
  ['empty', ''],
  ['too long', 'x'.repeat(eventStoreLimits.streamNameBytesMax + 1)],
  ['too long in bytes', 'é'.repeat(eventStoreLimits.streamNameBytesMax / 2 + 1)],
  ['with NUL', 'contract-\0'],
  ['with a lone surrogate', 'contract-\ud83c'],
  ["of the engine's own", '$contract-1'],
];

export const refusalContract = (opened: Opened): void => {
  describe('append refuses', () => {
    for (const [what, events] of refusedEvents) {
      it(what, async () => {
        const { store } = opened;
        const stream = newStream();
        await expect(store.append({ stream, expected: 'no-stream', events: events() })).rejects.toThrow(
          AppendRefused,
        );
        expect(await store.readStream(stream)).toEqual([]);
      });
    }

    for (const [what, stream] of refusedStreams) {
      it(`a stream name that is ${what}`, async () => {
        const { store } = opened;
        await expect(store.append({ stream, expected: 'any', events: newEvents(1) })).rejects.toThrow(
          AppendRefused,
        );
      });
    }

    it('and goes on to store what is good', async () => {
      const { store } = opened;
      const stream = newStream();
      const good = store.append({ stream, expected: 'no-stream', events: newEvents(1) });
      await expect(store.append({ stream, expected: 'no-stream', events: [] })).rejects.toThrow(
        AppendRefused,
      );
      expect(await good).toEqual({
        outcome: 'appended',
        revision: 0,
        position: expect.stringMatching(/^[0-9]{20}$/),
      });
    });
  });
};
