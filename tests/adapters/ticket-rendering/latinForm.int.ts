/** What no typeface shows is printed in Latin letters, and nothing else is. */
import { expect, it } from 'vitest';
import { openFontStack } from '../../../src/adapters/ticket-rendering/FontStack.ts';
import { fitText } from '../../../src/adapters/ticket-rendering/fitText.ts';
import { inPrintableLetters } from '../../../src/adapters/ticket-rendering/latinForm.ts';
import { glyphsOf } from '../../../src/adapters/ticket-rendering/shapeText.ts';

const fonts = openFontStack();

const printed = (text: string) => {
  const { lines } = fitText(text, { weight: 'bold', sizes: [10] }, { width: 1_000, linesMax: 1 }, fonts);
  const runs = lines.flatMap((line) => line.runs);
  return {
    text: runs.map((run) => run.text).join(''),
    boxes: runs.flatMap((run) => glyphsOf(run).glyphs).filter(({ id }) => id === 0).length,
  };
};

it.each([
  ['Gujarati', 'મહેશ પટેલ', 'Mahes Patel'],
  ['Gujarati with its digits', 'દૃશ્યમ ૨', 'Drsyam 2'],
  ['Gurmukhi', 'ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ', 'Guraprit Singh'],
  ['Gurmukhi before a labial', 'ਅੰਬਰ', 'Ambar'],
  ['Malayalam', 'മോഹൻലാൽ വിശ്വനാഥൻ', 'Mohanlal Visvanathan'],
  ['Thaana', 'ދިވެހި', 'Dhivehi'],
  ['Meetei Mayek', 'ꯃꯤꯇꯩ', 'Mitei'],
])('%s is printed in Latin letters', (_script, name, latin) => {
  expect(printed(name)).toEqual({ text: latin, boxes: 0 });
});

it.each([
  ['Latin', 'José Ñandú & Þór'],
  ['Cyrillic', 'Амели'],
  ['Devanagari', 'प्रिया'],
  ['Lao', 'ສົມສັກ ພູມມະວົງ'],
  ['Thai', 'ลุงบุญมี'],
  ['Han', '千と千尋の神隠し'],
  ['Tifinagh', 'ⵜⴰⵎⴰⵣⵉⵖⵜ'],
])('%s is left as it is', (_script, name) => {
  expect(inPrintableLetters(name, 'regular', fonts)).toBe(name);
  expect(printed(name).boxes).toBe(0);
});

it('changes the words that need it only, and keeps what stands between them', () => {
  expect(printed('Dune: મહેશ, 2 (प्रिया)')).toEqual({ text: 'Dune: Mahes, 2 (प्रिया)', boxes: 0 });
});

it('leaves boxes for what has no Latin form', () => {
  expect(inPrintableLetters('𒀀𒁀 😀', 'regular', fonts)).toBe('𒀀𒁀 😀');
});
