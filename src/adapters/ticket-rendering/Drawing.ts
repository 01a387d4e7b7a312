/** In points (1/72 inch) from the top left corner. */
import type { ShapedLine } from './shapeText.ts';

export interface DrawnPath {
  readonly kind: 'path';
  /** SVG path data. */
  readonly d: string;
  readonly fill?: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  /** Lengths of stroke and gap. */
  readonly dash?: number;
}

export interface DrawnText {
  readonly kind: 'text';
  readonly x: number;
  readonly baseline: number;
  readonly size: number;
  readonly color: string;
  /** After each glyph. */
  readonly spacing: number;
  readonly line: ShapedLine;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** For screen readers. */
  readonly title: string;
  readonly description: string;
  readonly marks: readonly (DrawnPath | DrawnText)[];
}

export const rounded = (value: number): string => String(Math.round(value * 1_000) / 1_000);
