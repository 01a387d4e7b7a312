import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { hashWords, nameWords, phoneWord } from '../../../src/commands/customer/hashWords.ts';

it('finds a name by its words, whatever their case, accents and order', () => {
  expect(nameWords(' José  MARÍA de-la Cruz ')).toEqual(['jose', 'maria', 'de', 'la', 'cruz']);
  expect(nameWords('Cruz, Cruz J.')).toEqual(['cruz']);
  expect(nameWords('राम')).toEqual(['राम']);
  expect(nameWords(' - ')).toEqual([]);
  expect(nameWords(Array.from({ length: 40 }, (_, n) => `word${n}`).join(' '))).toHaveLength(11);
});

it('finds a telephone number by its end, however it was written', () => {
  expect(phoneWord('+44 7700 900123')).toBe('tel:700900123');
  expect(phoneWord('(07700) 900-123')).toBe('tel:700900123');
  expect(phoneWord('12345')).toBeUndefined();
});

it('gives one word another hash in each theater and under each key', () => {
  const under = (key: string) => (text: string) => createHmac('sha256', key).update(text).digest();
  const [here] = hashWords(under('one'), 'theater-1', ['ada']);
  expect(here).toMatch(/^[\w-]{16}$/);
  expect(hashWords(under('one'), 'theater-1', ['ada'])).toEqual([here]);
  expect(hashWords(under('one'), 'theater-2', ['ada'])).not.toEqual([here]);
  expect(hashWords(under('two'), 'theater-1', ['ada'])).not.toEqual([here]);
});
