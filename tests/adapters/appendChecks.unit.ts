/** The refusals that all event stores share; no store is needed to see them. */
import { describe, expect, it } from 'vitest';
import { checkAppend } from '../../src/adapters/appendChecks.ts';
import type { NewEvent, StreamAppend } from '../../src/ports/EventStore.ts';
import { AppendRefused, eventStoreLimits } from '../../src/ports/EventStore.ts';

const event = (over: Partial<NewEvent> = {}): NewEvent => ({
  id: '01890000-0000-7000-8000-000000000001',
  type: 'SeatsHeld',
  version: 1,
  at: '2026-01-01T00:00:00.000Z',
  data: {},
  metadata: { correlationId: 'c', causationId: 'c', actor: { role: 'system' } },
  ...over,
});
const append = (over: Partial<StreamAppend> = {}): StreamAppend => ({
  stream: 'showtime-1',
  expected: 'no-stream',
  events: [event()],
  ...over,
});
const withData = (data: unknown): StreamAppend => append({ events: [event({ data })] });
const cyclic: { self?: unknown } = {};
cyclic.self = cyclic;

describe('checkAppend', () => {
  it.each<[string, StreamAppend]>([
    ['no events', append({ events: [] })],
    ['too many events', append({ events: Array(eventStoreLimits.appendEventsMax + 1).fill(event()) })],
    ['an empty stream name', append({ stream: '' })],
    ['a stream name that is too long in bytes', append({ stream: 'é'.repeat(129) })],
    ['a system stream', append({ stream: '$all' })],
    ['NUL in the stream name', append({ stream: 'a-\0' })],
    ['a lone surrogate in the stream name', append({ stream: 'a-\ud800' })],
    ['a negative revision', append({ expected: -1 })],
    ['half a revision', append({ expected: 0.5 })],
    ['an empty type', append({ events: [event({ type: '' })] })],
    ['an id that is none', append({ events: [event({ id: 'x' })] })],
    ['version 0', append({ events: [event({ version: 0 })] })],
    ['NUL in a value', withData({ name: 'a\0b' })],
    ['NUL in a key', withData({ 'a\0b': 1 })],
    ['NUL after a backslash', withData({ name: '\\\0' })],
    ['a lone high surrogate', withData({ name: 'a\ud83d' })],
    ['a lone low surrogate, deep', withData({ list: [{ name: '\udc00a' }] })],
    ['an array', withData([])],
    ['null', withData(null)],
    ['nothing', withData(undefined)],
    ['a bigint', withData({ n: 1n })],
    ['a cycle', withData(cyclic)],
    ['too many bytes', withData({ text: 'é'.repeat(eventStoreLimits.appendBytesMax / 2) })],
  ])('refuses %s', (_what, refused) => {
    expect(() => checkAppend(refused)).toThrow(AppendRefused);
  });

  it.each<[string, unknown]>([
    ['text that only looks like an escape', { a: '\\u0000', b: '\\\\ud800', c: 'C:\\users\\ud83d' }],
    ['characters of every plane', { a: '😀 ünï \u2028 \u007f \u0001' }],
  ])('takes %s', (_what, data) => {
    const checked = checkAppend(withData(data));
    expect(JSON.parse(checked.texts[0]?.data ?? '')).toEqual(data);
  });

  it('takes the text that the caller made, and refuses it as its own', () => {
    const texts = [{ data: '{"made":"before"}', metadata: '{}' }];
    expect(checkAppend(append({ texts })).texts).toEqual(texts);
    const bad = [{ data: '{"a":"\\u0000"}', metadata: '{}' }];
    expect(() => checkAppend(append({ texts: bad }))).toThrow(AppendRefused);
  });

  it('counts the bytes of data and metadata of all events', () => {
    const one = checkAppend(withData({ a: 'é' }));
    const two = checkAppend(append({ events: [event({ data: { a: 'é' } }), event({ data: { a: 'é' } })] }));
    const { metadata } = event();
    expect(one.bytes).toBe(Buffer.byteLength('{"a":"é"}') + JSON.stringify(metadata).length);
    expect(two.bytes).toBe(2 * one.bytes);
  });
});
