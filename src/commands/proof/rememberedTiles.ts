import type { ReadTile } from '../../tlog/treeProofs.ts';

/** Each tile is read once, for one piece of work that needs few. */
export const rememberedTiles = (read: ReadTile): ReadTile => {
  const tiles = new Map<string, Promise<Uint8Array>>();
  return (level, index) => {
    const name = `${level}/${index}`;
    const known = tiles.get(name) ?? read(level, index);
    tiles.set(name, known);
    return known;
  };
};
