/** The largest size at which a text fits; what does not fit at the smallest ends in an ellipsis. */
import type { FontStack, Weight } from './FontStack.ts';
import { inPrintableLetters } from './latinForm.ts';
import { cleanText, graphemesOf, lineWidth, type ShapedLine, shapeLine } from './shapeText.ts';

export interface Place {
  readonly width: number;
  readonly linesMax: number;
  readonly height?: number;
}

export interface Type {
  readonly weight: Weight;
  readonly sizes: readonly [number, ...number[]];
  readonly spacing?: number;
}

export interface FittedText {
  readonly size: number;
  readonly lines: readonly ShapedLine[];
}

export const lineHeight = 1.18;

/** Words with the space after them; in scripts without spaces, characters with the punctuation after them. */
const breakable =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー][\p{P}\s]*|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+\s*/gu;

interface Measure {
  readonly fits: (text: string) => boolean;
  readonly shape: (text: string) => ShapedLine;
}

const fillLine = (parts: readonly string[], { fits }: Measure): number => {
  let text = '';
  for (const [index, part] of parts.entries()) {
    text += part;
    if (index > 0 && !fits(text.trimEnd())) return index;
  }
  return parts.length;
};

interface Broken {
  readonly lines: readonly string[];
  readonly strained: boolean;
  readonly rest: string;
}

const breakLines = (text: string, linesMax: number, measure: Measure): Broken => {
  let parts: readonly string[] = text.match(breakable) ?? [];
  const lines: string[] = [];
  let strained = false;
  while (parts.length > 0 && lines.length < linesMax) {
    const [first = '', ...others] = parts;
    if (!measure.fits(first.trimEnd())) {
      strained = true;
      const letters = graphemesOf(first);
      const count = fillLine(letters, measure);
      lines.push(letters.slice(0, count).join(''));
      const left = letters.slice(count).join('');
      parts = left === '' ? others : [left, ...others];
      continue;
    }
    const count = fillLine(parts, measure);
    lines.push(parts.slice(0, count).join('').trimEnd());
    parts = parts.slice(count);
  }
  const rest = parts.join('');
  return { lines, strained: strained || rest !== '', rest };
};

const shortened = (line: string, { fits }: Measure): string => {
  const letters = [...graphemesOf(line)];
  while (letters.length > 0 && !fits(`${letters.join('').trimEnd()}…`)) letters.pop();
  return `${letters.join('').trimEnd()}…`;
};

const linesAt = (size: number, { linesMax, height }: Place): number =>
  height === undefined ? linesMax : Math.max(1, Math.min(linesMax, Math.floor(height / (size * lineHeight))));

export const fitText = (raw: string, type: Type, place: Place, fonts: FontStack): FittedText => {
  const text = inPrintableLetters(cleanText(raw), type.weight, fonts);
  const shaped = new Map<string, ShapedLine>();
  // A line's shape does not depend on its size, and every size tries the same prefixes.
  const shape = (part: string): ShapedLine => {
    const known = shaped.get(part) ?? shapeLine(part, type.weight, fonts);
    shaped.set(part, known);
    return known;
  };
  const measureAt = (size: number): Measure => ({
    shape,
    fits: (part) => lineWidth(shape(part), size, type.spacing) <= place.width,
  });
  for (const size of type.sizes) {
    const measure = measureAt(size);
    const broken = breakLines(text, linesAt(size, place), measure);
    if (!broken.strained) return { size, lines: broken.lines.map(measure.shape) };
  }
  const size = type.sizes.at(-1) ?? type.sizes[0];
  const measure = measureAt(size);
  const { lines, rest } = breakLines(text, linesAt(size, place), measure);
  const shown = rest === '' ? lines : [...lines.slice(0, -1), shortened(lines.at(-1) ?? '', measure)];
  return { size, lines: shown.map(measure.shape) };
};
