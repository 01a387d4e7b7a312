/** Tiles of C2SP tlog-tiles: 256 hashes of one height, as the whole tree is stored and served. */
import { hashBytes } from './merkle.ts';

export const tileHeight = 8;
export const tileWidth = 2 ** tileHeight;
export const tileBytes = tileWidth * hashBytes;
const levelMax = 63;

export interface TileName {
  readonly level: number;
  readonly index: number;
  /** Hashes in it; below 256 it is partial. */
  readonly width: number;
}

const pathPattern = /^(0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** From what follows `/tile/`. Undefined for what is no tile's path. */
export const parseTilePath = (path: string): TileName | undefined => {
  const [, levelText, elements, widthText] = pathPattern.exec(path) ?? [];
  if (levelText === undefined || elements === undefined) return undefined;
  const level = Number(levelText);
  const width = widthText === undefined ? tileWidth : Number(widthText);
  const digits = elements.replaceAll(/[x/]/g, '');
  const index = Number(digits);
  // One name for each tile: no element of zeros before others.
  const isShortest = digits.length === 3 || !digits.startsWith('000');
  if (level > levelMax || !Number.isSafeInteger(index) || !isShortest) return undefined;
  return widthText !== undefined && width >= tileWidth ? undefined : { level, index, width };
};

export const tilePath = ({ level, index, width }: TileName): string => {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const elements = padded.match(/\d{3}/g) ?? [];
  const name = elements.map((each, place) => (place < elements.length - 1 ? `x${each}` : each)).join('/');
  return `${level}/${name}${width === tileWidth ? '' : `.p/${width}`}`;
};

/** How many hashes of a level a tree of `size` leaves has. */
export const hashesAt = (level: number, size: number): number => Math.floor(size / tileWidth ** level);

/** Whether a tree of `size` leaves has so much of the tile. */
export const isTileOf = ({ level, index, width }: TileName, size: number): boolean =>
  index * tileWidth + width <= hashesAt(level, size);
