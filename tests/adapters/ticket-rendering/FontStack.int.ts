import { expect, it } from 'vitest';
import { openFontStack } from '../../../src/adapters/ticket-rendering/FontStack.ts';
import { glyphsOf, shapeLine } from '../../../src/adapters/ticket-rendering/shapeText.ts';

const fonts = openFontStack();

it.each([
  ['Arabic', 'كفرناحوم'],
  ['Bengali', 'পথের পাঁচালী'],
  ['Burmese', 'မြန်မာရုပ်ရှင်'],
  ['Devanagari', 'थ्री इडियट्स'],
  ['Ethiopic', 'ጤዛ'],
  ['Han and Kana', '千と千尋の神隠し'],
  ['Hangul', '기생충'],
  ['Hebrew', 'ואלס עם באשיר'],
  ['Kannada', 'ಸಂಸ್ಕಾರ'],
  ['Khmer', 'រូបភាពដែលបាត់'],
  ['Lao', 'ສະບາຍດີ ຫຼວງພະບາງ'],
  ['Oriya', 'ମାୟା ମିରିଗ'],
  ['Sinhala', 'සුළඟ එනු පිණිස'],
  ['Tamil', 'விசாரணை'],
  ['Telugu', 'మాయాబజార్'],
  ['Thai', 'ลุงบุญมีระลึกชาติ'],
])('%s is printed with its own letters, in both weights', (_script, title) => {
  for (const weight of ['regular', 'bold'] as const) {
    const { runs } = shapeLine(title, weight, fonts);
    for (const run of runs) {
      expect(fonts.shows(run.face, run.text)).toBe(true);
      const drawn = glyphsOf(run).glyphs.map(({ id }) => id);
      expect(drawn.length).toBeGreaterThan(0);
      // Glyph 0 is the box.
      expect(drawn).not.toContain(0);
    }
  }
});

it('shows a box for a script that no typeface has', () => {
  const { runs } = shapeLine('𒀀𒁀', 'regular', fonts);
  expect(runs.flatMap((run) => glyphsOf(run).glyphs.map(({ id }) => id))).toEqual([0, 0]);
});

it('shows boxes for a sequence of marks that the shaper fails on', () => {
  const { runs } = shapeLine('฼ฮ์๲ดฬฺี', 'regular', fonts);
  const drawn = runs.flatMap((run) => glyphsOf(run).glyphs.map(({ id }) => id));
  expect(drawn).toContain(0);
});
