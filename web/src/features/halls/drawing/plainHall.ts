import type { Drawing } from './Drawing.ts';
import { addRow } from './edits.ts';

export const plainHall = (rows: number, seatsPerRow: number): Drawing =>
  Array.from({ length: rows }).reduce<Drawing>((drawing) => addRow(drawing, seatsPerRow), []);
