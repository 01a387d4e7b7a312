/** Boxes open only with the key, the name and the bytes that belong together. */
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { openBytes, openValue, sealBytes, sealValue } from '../../src/adapters/sealedBox.ts';

const key = randomBytes(32);

it('opens under its own key and name only', () => {
  const box = sealBytes(key, Buffer.from('plain'), 'one');
  expect(openBytes(key, box, 'one')?.toString()).toBe('plain');
  expect(openBytes(key, box, 'two')).toBeUndefined();
  expect(openBytes(randomBytes(32), box, 'one')).toBeUndefined();
  const sealed = sealValue(key, 'one', { a: 1 });
  expect(openValue(key, 'one', sealed)).toEqual({ a: 1 });
  expect(openValue(key, 'two', sealed)).toBeUndefined();
});

it('notices a change of any byte, and a missing one', () => {
  const box = sealBytes(key, Buffer.from('plain'), 'one');
  for (let place = 0; place < box.length; place += 1) {
    const altered = Buffer.from(box);
    altered.writeUInt8(altered.readUInt8(place) ^ 0x40, place);
    expect(openBytes(key, altered, 'one')).toBeUndefined();
    expect(openBytes(key, box.subarray(0, place), 'one')).toBeUndefined();
  }
});

it('refuses what is no JSON value', () => {
  expect(() => sealValue(key, 'one', undefined)).toThrow(TypeError);
});
