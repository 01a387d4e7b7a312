import type { DrawnPath, DrawnText } from './Drawing.ts';
import type { FontStack } from './FontStack.ts';
import { type FittedText, fitText, lineHeight, type Type } from './fitText.ts';
import { lineWidth } from './shapeText.ts';

export interface Block extends Type {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly color: string;
  readonly linesMax?: number;
  readonly height?: number;
  readonly align?: 'left' | 'center' | 'right';
}

export interface Sheet {
  readonly marks: readonly (DrawnPath | DrawnText)[];
  path(path: Omit<DrawnPath, 'kind'>): void;
  text(block: Block): number;
  heightOf(block: Block): number;
}

/** From the top of a line to its baseline, in sizes. */
const ascent = 0.94;
const shareLeftOf = { left: 0, center: 0.5, right: 1 } as const;

export const createSheet = (fonts: FontStack): Sheet => {
  const marks: (DrawnPath | DrawnText)[] = [];
  const fitted = (block: Block): FittedText => {
    const { width, height, linesMax = 1 } = block;
    return fitText(
      block.text,
      block,
      { width, linesMax, ...(height === undefined ? {} : { height }) },
      fonts,
    );
  };
  const heightIn = ({ size, lines }: FittedText): number => lines.length * size * lineHeight;
  return {
    marks,
    path: (path) => {
      marks.push({ kind: 'path', ...path });
    },
    heightOf: (block) => heightIn(fitted(block)),
    text: (block) => {
      const { x, y, width, color, spacing = 0, align = 'left' } = block;
      const fit = fitted(block);
      const { size } = fit;
      for (const [index, line] of fit.lines.entries()) {
        const free = width - lineWidth(line, size, spacing) + spacing;
        const baseline = y + (index * lineHeight + ascent) * size;
        marks.push({
          kind: 'text',
          x: x + free * shareLeftOf[align],
          baseline,
          size,
          color,
          spacing,
          line,
        });
      }
      return heightIn(fit);
    },
  };
};
