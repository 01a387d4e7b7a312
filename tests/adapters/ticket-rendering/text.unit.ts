/** Texts of a ticket without any typeface: every letter is as wide as its size. */
import type { Font } from 'fontkit';
import { describe, expect, it } from 'vitest';
import type { Face, FontStack } from '../../../src/adapters/ticket-rendering/FontStack.ts';
import { fitText } from '../../../src/adapters/ticket-rendering/fitText.ts';
import { cleanText, type ShapedLine, shapeLine } from '../../../src/adapters/ticket-rendering/shapeText.ts';

const face = (name: string): Face => {
  const layout = (text: string) => ({ glyphs: [...text], advanceWidth: [...text].length });
  return { name, bytes: new Uint8Array(), font: { unitsPerEm: 1, layout } as unknown as Font };
};
const latin = face('latin');
const others = face('others');
const isLatin = (text: string): boolean => /^[\p{Script=Latin}\p{Script=Common}]+$/u.test(text);
const fonts: FontStack = {
  shows: (asked, text) => (asked === latin ? isLatin(text) : !/\p{Script=Latin}/u.test(text)),
  faceFor: (text) => (isLatin(text) ? latin : others),
};
const textOf = ({ runs }: ShapedLine): string => runs.map(({ text }) => text).join('|');
const fitted = (text: string, sizes: readonly [number, ...number[]], width: number, linesMax = 1) => {
  const { size, lines } = fitText(text, { weight: 'bold', sizes }, { width, linesMax }, fonts);
  return { size, lines: lines.map(textOf) };
};

describe('a text', () => {
  it('is made one clean line', () => {
    expect(cleanText('  a\t\n b\u0000\u202ec  ')).toBe('a b c');
    expect(cleanText('e\u0301 \ud800')).toBe('é \ufffd');
    expect(cleanText('x'.repeat(10_000))).toHaveLength(500);
  });

  it('is set in one run while one face has it all', () => {
    expect(textOf(shapeLine('The Third Man (1949)', 'bold', fonts))).toBe('The Third Man (1949)');
  });

  it('changes the face where it must, and keeps points and spaces with the word before', () => {
    const line = shapeLine('Solaris: Солярис, 1972', 'bold', fonts);
    expect(line.runs.map(({ face: { name }, text }) => [name, text])).toEqual([
      ['latin', 'Solaris: '],
      ['others', 'Солярис, 1972'],
    ]);
  });

  it('is drawn in the order it is seen, from right to left where it is read so', () => {
    const line = shapeLine('אב (2008)', 'bold', fonts);
    expect(line.runs.map(({ text, rightToLeft }) => [text, rightToLeft])).toEqual([
      ['(', true],
      ['2008', false],
      ['אב )', true],
    ]);
  });
});

describe('a text in its place', () => {
  it('takes the largest size that fits', () => {
    expect(fitted('abcd', [10, 5], 40)).toEqual({ size: 10, lines: ['abcd'] });
    expect(fitted('abcde', [10, 5], 40)).toEqual({ size: 5, lines: ['abcde'] });
  });

  it('breaks between words, and where there are none between characters', () => {
    expect(fitted('one two three', [10], 70, 2)).toEqual({ size: 10, lines: ['one two', 'three'] });
    expect(fitted('千と千尋の神隠し。', [10], 50, 2)).toEqual({
      size: 10,
      lines: ['千と千尋の', '神隠し。'],
    });
  });

  it('cuts a word rather than leave its place, at the smallest size only', () => {
    expect(fitted('abcdefgh', [10, 5], 20, 2)).toEqual({ size: 5, lines: ['abcd', 'efgh'] });
    expect(fitted('abcdef gh', [10, 5], 20, 3)).toEqual({ size: 5, lines: ['abcd', 'ef', 'gh'] });
  });

  it('ends in an ellipsis when there is no room at all', () => {
    expect(fitted('one two three', [10], 70)).toEqual({ size: 10, lines: ['one tw…'] });
    expect(fitted('', [10], 70)).toEqual({ size: 10, lines: [] });
  });
});
