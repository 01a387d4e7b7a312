import { expect, it } from 'vitest';
import { z } from 'zod';
import { decodeOnce, defineEvent, encodeEvent } from '../../../src/domain/kernel/eventDefinition.ts';
import { readingOnly } from '../../../src/projections/engine/readingOnly.ts';

const RoomPainted = defineEvent(
  'RoomPainted',
  'A room has another colour.',
  z.strictObject({ room: z.string(), colour: z.string(), brushes: z.array(z.string()).min(1) }),
  [(old) => ({ ...(old as object), colour: 'white' })],
);

it('checks and hands over the named fields alone, of every version', () => {
  const reading = readingOnly(RoomPainted, 'room', 'colour');
  expect(reading.read(2, { room: 'A', colour: 'red', brushes: 'not looked at' })).toEqual({
    type: 'RoomPainted',
    data: { room: 'A', colour: 'red' },
  });
  expect(reading.read(1, { room: 'A' })).toEqual({
    type: 'RoomPainted',
    data: { room: 'A', colour: 'white' },
  });
  expect(() => reading.read(2, { room: 1, colour: 'red' })).toThrow('RoomPainted version 2');
});

it('cuts what was read as a whole before, without checking it again', () => {
  const reading = readingOnly(RoomPainted, 'room');
  const stored = { room: 'A', brushes: ['flat'] };
  const event = decodeOnce({ RoomPainted }, { type: 'RoomPainted', version: 1, data: stored });
  expect(event.data).toEqual({ room: 'A', colour: 'white', brushes: ['flat'] });
  stored.room = 'changed';
  expect(reading.read(1, stored)).toEqual({ type: 'RoomPainted', data: { room: 'A' } });
  expect(reading.read(1, { ...stored })).toEqual({ type: 'RoomPainted', data: { room: 'changed' } });
});

it('is not needed for what this process has just written', () => {
  const written = encodeEvent(
    { RoomPainted },
    { type: 'RoomPainted', data: { room: 'A', colour: 'red', brushes: ['a'] } },
  );
  const read = decodeOnce({ RoomPainted }, written);
  expect(read).toEqual({ type: 'RoomPainted', data: { room: 'A', colour: 'red', brushes: ['a'] } });
  expect(read.data).toBe(written.data);
});
