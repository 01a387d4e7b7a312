import { expect, it } from 'vitest';
import { z } from 'zod';
import { defineEvent } from '../../../src/domain/kernel/eventDefinition.ts';
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
