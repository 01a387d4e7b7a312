/** Events of one request, as a tree of causes. */
import { expect, it } from 'vitest';
import type { LogEvent } from '../../web/src/features/analyst/log/LogEvent.ts';
import { type Effect, traceOf } from '../../web/src/features/analyst/log/traceOf.ts';

const event = (id: string, causationId: string): LogEvent => ({
  ...{ id, position: '', stream: 'booking-1', revision: 0, type: id, version: 1, data: {} },
  at: '2026-11-29T12:00:00.000Z',
  metadata: { correlationId: 'request', causationId, actor: { role: 'guest' } },
});

const shape = (effects: readonly Effect[]): unknown =>
  effects.map(({ event: { id }, effects: next }) => (next.length === 0 ? id : [id, shape(next)]));

it('hangs each event under its cause, and those of the request itself at the root', () => {
  const events = [
    event('a', 'request'),
    event('b', 'a'),
    event('c', 'request'),
    event('d', 'b'),
    event('e', 'a'),
  ];
  expect(shape(traceOf(events))).toEqual([['a', [['b', ['d']], 'e']], 'c']);
});

it('ends at an event that names itself as its cause', () => {
  expect(shape(traceOf([event('a', 'a'), event('b', 'a')]))).toEqual([['a', ['b']]]);
});
