import { expect, it } from 'vitest';
import { hashesAt, isTileOf, parseTilePath, tilePath } from '../../src/tlog/tiles.ts';

it('names tiles as C2SP tlog-tiles does', () => {
  const named = [
    ['0/000', { level: 0, index: 0, width: 256 }],
    ['0/x001/x234/067', { level: 0, index: 1_234_067, width: 256 }],
    ['2/000.p/17', { level: 2, index: 0, width: 17 }],
    ['63/x001/000.p/255', { level: 63, index: 1_000, width: 255 }],
  ] as const;
  for (const [path, name] of named) {
    expect(parseTilePath(path)).toEqual(name);
    expect(tilePath(name)).toBe(path);
  }
});

it('has one name for each tile, and none for anything else', () => {
  const others = [
    '',
    '0',
    '00/000',
    '0/0',
    '0/00',
    '0/0000',
    '0/x000/001',
    '64/000',
    '0/000.p/0',
    '0/000.p/256',
  ];
  const more = [
    '0/000.p/01',
    '0/x001',
    '0/001/002',
    '-1/000',
    '0/000/',
    'entries/000',
    '0/000?',
    '0/%30%30%30',
  ];
  for (const path of [...others, ...more]) expect([path, parseTilePath(path)]).toEqual([path, undefined]);
});

it('knows which tiles a tree has', () => {
  expect([0, 1, 2].map((level) => hashesAt(level, 70_000))).toEqual([70_000, 273, 1]);
  expect(isTileOf({ level: 0, index: 273, width: 112 }, 70_000)).toBe(true);
  expect(isTileOf({ level: 0, index: 273, width: 113 }, 70_000)).toBe(false);
  expect(isTileOf({ level: 1, index: 1, width: 17 }, 70_000)).toBe(true);
  expect(isTileOf({ level: 2, index: 0, width: 1 }, 70_000)).toBe(true);
  expect(isTileOf({ level: 2, index: 0, width: 2 }, 70_000)).toBe(false);
});
