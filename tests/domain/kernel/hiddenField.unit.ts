import { expect, it } from 'vitest';
import { hiddenField } from '../../../src/domain/kernel/hiddenField.ts';

it('is of one object, apart from other fields, and seen by nothing else', () => {
  const [one, other] = [hiddenField<number>(), hiddenField<string>()];
  const target = { a: 1 };
  expect([one.of(target), other.of(target)]).toEqual([undefined, undefined]);
  one.set(target, 7);
  one.set(target, 8);
  other.set(target, 'x');
  expect([one.of(target), other.of(target)]).toEqual([8, 'x']);
  expect(one.of({ ...target })).toBeUndefined();
  expect(one.of(structuredClone(target))).toBeUndefined();
  expect([JSON.stringify(target), Object.keys(target)]).toEqual(['{"a":1}', ['a']]);
  const list: number[] = [];
  one.set(list, 1);
  expect([one.of(list), list]).toEqual([1, []]);
});
