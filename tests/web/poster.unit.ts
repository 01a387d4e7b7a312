import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomOf } from '../../web/src/shared/poster/random.ts';
import { titleLines } from '../../web/src/shared/poster/titleLines.ts';

const word = fc.stringMatching(/^[A-Za-z]{1,14}$/);
const title = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));

it('sets every word of a title once, within the width and the height', () => {
  fc.assert(
    fc.property(title, (text) => {
      const lines = titleLines(text, 256, 250);
      expect(lines.map((line) => line.text).join(' ')).toBe(text);
      expect(lines.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(250.001);
      for (const line of lines) expect(line.text.length * 0.6 * line.size).toBeLessThanOrEqual(256.001);
    }),
  );
});

it('gives wide letters more room', () => {
  const sizeOf = (text: string) => titleLines(text, 256, 250)[0]?.size ?? 0;
  expect(sizeOf('Widowmaker')).toBeLessThan(sizeOf('Fellowship'));
  expect(sizeOf('Widowmaker')).toBeLessThanOrEqual(256 / (3 * 0.95 + 7 * 0.6) + 0.001);
});

it('draws the same for the same title', () => {
  const [one, again, other] = [randomOf('Alien'), randomOf('Alien'), randomOf('Aliens')];
  const numbers = [one(), one()];
  expect([again(), again()]).toEqual(numbers);
  expect([other(), other()]).not.toEqual(numbers);
});
