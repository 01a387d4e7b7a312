/** The tiles at the right edge of a growing tree, one a level. */
import { hashBytes, nodeHash } from '../../tlog/merkle.ts';
import { tileBytes, tileWidth } from '../../tlog/tiles.ts';

export interface ChangedTile {
  readonly level: number;
  readonly index: number;
  /** Its hashes so far, one after the other. */
  readonly hashes: Buffer;
  /** Of its leaves; none above level 0. */
  readonly positions: readonly string[];
}

interface Edge {
  index: number;
  count: number;
  hashes: Buffer;
  positions: string[];
}

const foldedTile = (tile: Buffer): Buffer => {
  let row = tile;
  while (row.length > hashBytes) {
    const above = Buffer.alloc(row.length / 2);
    for (let at = 0; at < above.length; at += hashBytes) {
      above.set(
        nodeHash(
          row.subarray(2 * at, 2 * at + hashBytes),
          row.subarray(2 * at + hashBytes, 2 * at + 2 * hashBytes),
        ),
        at,
      );
    }
    row = above;
  }
  return row;
};

export class RightEdge {
  readonly #levels: Edge[];
  readonly #full: ChangedTile[] = [];

  /** @param tiles the last tile of each level, from level 0; full ones too */
  constructor(tiles: readonly ChangedTile[]) {
    this.#levels = tiles.map(({ index, hashes, positions }) => {
      const count = hashes.length / hashBytes;
      if (count === tileWidth)
        return { index: index + 1, count: 0, hashes: Buffer.alloc(tileBytes), positions: [] };
      const whole = Buffer.alloc(tileBytes);
      whole.set(hashes);
      return { index, count, hashes: whole, positions: [...positions] };
    });
  }

  get size(): number {
    const leaves = this.#levels[0];
    return leaves === undefined ? 0 : leaves.index * tileWidth + leaves.count;
  }

  append(leafHash: Uint8Array, position: string): void {
    this.#put(0, leafHash, position);
  }

  /** Tiles that are other than when this was asked for last. */
  takeChanged(): readonly ChangedTile[] {
    const partial = this.#levels.flatMap(({ index, count, hashes, positions }, level) =>
      count === 0
        ? []
        : [
            {
              level,
              index,
              hashes: Buffer.from(hashes.subarray(0, count * hashBytes)),
              positions: [...positions],
            },
          ],
    );
    return [...this.#full.splice(0), ...partial];
  }

  #put(level: number, hash: Uint8Array, position?: string): void {
    const edge = this.#levels[level] ?? {
      index: 0,
      count: 0,
      hashes: Buffer.alloc(tileBytes),
      positions: [],
    };
    this.#levels[level] = edge;
    edge.hashes.set(hash, edge.count * hashBytes);
    if (position !== undefined) edge.positions.push(position);
    edge.count += 1;
    if (edge.count < tileWidth) return;
    this.#full.push({ level, index: edge.index, hashes: edge.hashes, positions: edge.positions });
    this.#put(level + 1, foldedTile(edge.hashes));
    edge.index += 1;
    edge.count = 0;
    edge.hashes = Buffer.alloc(tileBytes);
    edge.positions = [];
  }
}
