import type { Camera, Size } from './Camera.ts';

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Columns and rows of tiles, both ends included. */
export interface Area {
  readonly columns: Span;
  readonly rows: Span;
}

const spanOf = (offset: number, length: number, side: number): Span => ({
  from: Math.floor(-offset / side),
  to: Math.floor((length - offset) / side),
});

/** What a camera sees of tiles of that side. */
export const areaOf = (camera: Camera, frame: Size, side: number): Area => ({
  columns: spanOf(camera.x, frame.width, side),
  rows: spanOf(camera.y, frame.height, side),
});

export const wider = ({ columns, rows }: Area, by: number): Area => ({
  columns: { from: columns.from - by, to: columns.to + by },
  rows: { from: rows.from - by, to: rows.to + by },
});

const isWithin = (place: number, { from, to }: Span): boolean => place >= from && place <= to;
export const isIn = ({ columns, rows }: Area, column: number, row: number): boolean =>
  isWithin(column, columns) && isWithin(row, rows);

const isSameSpan = (one: Span, other: Span): boolean => one.from === other.from && one.to === other.to;
export const isSame = (one: Area, other: Area): boolean =>
  isSameSpan(one.columns, other.columns) && isSameSpan(one.rows, other.rows);
