/**
 * A finished drawing, before it is known on what: shapes and lines of shaped text on one sheet. Measured in points
 * (1/72 inch) from the top left corner.
 */
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
  /** Added after each glyph. */
  readonly spacing: number;
  readonly line: ShapedLine;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** What it shows, in a few words: for readers that cannot see it. */
  readonly title: string;
  readonly description: string;
  readonly marks: readonly (DrawnPath | DrawnText)[];
}

/** Enough for a printer, and short. */
export const rounded = (value: number): string => String(Math.round(value * 1_000) / 1_000);
