import { rounded } from './Drawing.ts';

const join = (...parts: readonly (string | number)[]): string =>
  parts.map((part) => (typeof part === 'number' ? rounded(part) : part)).join(' ');

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const roundedBox = ({ x, y, width, height }: Box, radius: number): string => {
  const arc = (toX: number, toY: number): string => join('A', radius, radius, 0, 0, 1, toX, toY);
  const right = x + width;
  const bottom = y + height;
  return [
    join('M', x + radius, y, 'H', right - radius),
    arc(right, y + radius),
    join('V', bottom - radius),
    arc(right - radius, bottom),
    join('H', x + radius),
    arc(x, bottom - radius),
    join('V', y + radius),
    arc(x + radius, y),
    'Z',
  ].join(' ');
};

/** Round corners, and half circles cut out at the tear line. */
export const cardOutline = (card: Box, radius: number, tearY: number, bite: number): string => {
  const { x, y, width, height } = card;
  const right = x + width;
  const bottom = y + height;
  const corner = (toX: number, toY: number): string => join('A', radius, radius, 0, 0, 1, toX, toY);
  const notch = (toX: number, toY: number): string => join('A', bite, bite, 0, 0, 0, toX, toY);
  return [
    join('M', x + radius, y, 'H', right - radius),
    corner(right, y + radius),
    join('V', tearY - bite),
    notch(right, tearY + bite),
    join('V', bottom - radius),
    corner(right - radius, bottom),
    join('H', x + radius),
    corner(x, bottom - radius),
    join('V', tearY + bite),
    notch(x, tearY - bite),
    join('V', y + radius),
    corner(x + radius, y),
    'Z',
  ].join(' ');
};

export const headBand = ({ x, y, width, height }: Box, radius: number): string => {
  const right = x + width;
  return [
    join('M', x, y + height, 'V', y + radius, 'A', radius, radius, 0, 0, 1, x + radius, y),
    join('H', right - radius, 'A', radius, radius, 0, 0, 1, right, y + radius, 'V', y + height, 'Z'),
  ].join(' ');
};

const dot = (x: number, y: number, radius: number): string =>
  [
    join('M', x - radius, y),
    join('A', radius, radius, 0, 1, 1, x + radius, y),
    join('A', radius, radius, 0, 1, 1, x - radius, y, 'Z'),
  ].join(' ');

export const bulbs = (fromX: number, toX: number, y: number, count: number, radius: number): string =>
  Array.from({ length: count }, (_, index) =>
    dot(fromX + ((toX - fromX) * index) / (count - 1), y, radius),
  ).join(' ');

export const lineBetween = (fromX: number, toX: number, y: number): string => join('M', fromX, y, 'H', toX);
