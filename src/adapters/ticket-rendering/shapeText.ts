/** Runs from left to right with one font and direction each, ordered by the Unicode bidirectional algorithm. */
import { createRequire } from 'node:module';
import type bidiModule from 'bidi-js';
import type { Face, FontStack, Weight } from './FontStack.ts';

export interface ShapedRun {
  readonly face: Face;
  readonly text: string;
  readonly rightToLeft: boolean;
  readonly width: number;
  readonly glyphs: number;
}

export interface ShapedLine {
  /** In drawing order. */
  readonly runs: readonly ShapedRun[];
}

const textCharsMax = 500;

/** The package is CommonJS; its types describe an ES module. */
const createBidi: typeof bidiModule.default = createRequire(import.meta.url)('bidi-js');

const bidi = createBidi();
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

export const graphemesOf = (text: string): readonly string[] =>
  [...graphemes.segment(text)].map(({ segment }) => segment);

export const cleanText = (text: string): string =>
  text
    .slice(0, textCharsMax)
    .toWellFormed()
    .normalize('NFC')
    // Control characters, and marks that would change the direction of the text around them.
    .replaceAll(/[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();

/** In drawing order. */
export const glyphsOf = ({ face, text, rightToLeft }: Pick<ShapedRun, 'face' | 'text' | 'rightToLeft'>) =>
  face.font.layout(text, [], undefined, undefined, rightToLeft ? 'rtl' : 'ltr');

interface Piece {
  readonly face: Face;
  readonly level: number;
  readonly text: string;
}

const isRightToLeft = (level: number): boolean => level % 2 === 1;

const piecesOf = (text: string, weight: Weight, fonts: FontStack): readonly Piece[] => {
  const { levels } = bidi.getEmbeddingLevels(text, 'auto');
  const pieces: Piece[] = [];
  for (const { segment, index } of graphemes.segment(text)) {
    const level = levels[index] ?? 0;
    const mirrored = isRightToLeft(level) ? bidi.getMirroredCharacter(segment) : null;
    const shown = mirrored ?? segment;
    const last = pieces.at(-1);
    // Spaces and punctuation stay with the word before, or a sentence would become many runs.
    const sticks = last !== undefined && !/\p{L}/u.test(shown) && fonts.shows(last.face, shown);
    const face = sticks ? last.face : fonts.faceFor(shown, weight);
    if (last !== undefined && last.face === face && last.level === level) {
      pieces[pieces.length - 1] = { face, level, text: last.text + shown };
    } else {
      pieces.push({ face, level, text: shown });
    }
  }
  return pieces;
};

/** Rule L2: from the highest level down to the lowest odd one, reverse every sequence of that level or above. */
const inDrawingOrder = (pieces: readonly Piece[]): readonly Piece[] => {
  let ordered = [...pieces];
  const highest = Math.max(0, ...pieces.map(({ level }) => level));
  for (let level = highest; level >= 1; level -= 1) {
    const next: Piece[] = [];
    let stretch: Piece[] = [];
    for (const piece of ordered) {
      if (piece.level >= level) {
        stretch.push(piece);
        continue;
      }
      next.push(...stretch.toReversed(), piece);
      stretch = [];
    }
    ordered = [...next, ...stretch.toReversed()];
  }
  return ordered;
};

/** `text` must be the result of {@link cleanText}. */
export const shapeLine = (text: string, weight: Weight, fonts: FontStack): ShapedLine => ({
  runs: inDrawingOrder(piecesOf(text, weight, fonts)).map(({ face, level, text: run }) => {
    const rightToLeft = isRightToLeft(level);
    try {
      return shaped({ face, text: run, rightToLeft });
    } catch {
      // The shaper fails on some sequences of marks; boxes are better than no ticket.
      return shaped({ face: fonts.faceFor(' ', weight), text: run, rightToLeft });
    }
  }),
});

const shaped = (run: Pick<ShapedRun, 'face' | 'text' | 'rightToLeft'>): ShapedRun => {
  const { glyphs, advanceWidth } = glyphsOf(run);
  return { ...run, width: advanceWidth / run.face.font.unitsPerEm, glyphs: glyphs.length };
};

export const lineWidth = ({ runs }: ShapedLine, size: number, spacing = 0): number =>
  runs.reduce((width, run) => width + run.width * size + run.glyphs * spacing, 0);
