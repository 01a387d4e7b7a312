import type { Position } from '../../ports/EventStore.ts';
import type { ReadStore, SqlRow } from '../../ports/ReadStore.ts';
import { hashBytes } from '../../tlog/merkle.ts';
import { tileWidth } from '../../tlog/tiles.ts';
import type { ReadTile } from '../../tlog/treeProofs.ts';
import type { ChangedTile } from './RightEdge.ts';

export const treeSchema = 'proof_tree_v1';

/** `first`: the position of the first leaf, for the tile that a position is in. */
export const treeTables = `
  CREATE TABLE tiles (
    level smallint NOT NULL,
    index bigint NOT NULL,
    hashes bytea NOT NULL,
    positions bigint[] NOT NULL,
    first bigint GENERATED ALWAYS AS (positions[1]) STORED,
    PRIMARY KEY (level, index)
  );
  ALTER TABLE tiles ALTER COLUMN hashes SET STORAGE EXTERNAL;
  CREATE INDEX ON tiles (first) WHERE level = 0;`;

export const writeTiles = `
  INSERT INTO tiles (level, index, hashes, positions)
  SELECT level, index, decode(hashes, 'base64'), positions::bigint[]
  FROM unnest($1::smallint[], $2::bigint[], $3::text[], $4::text[]) AS new (level, index, hashes, positions)
  ON CONFLICT (level, index) DO UPDATE SET hashes = excluded.hashes, positions = excluded.positions`;

const edgeSql = `
  SELECT DISTINCT ON (level) level, index, hashes, positions::text[] AS positions
  FROM ${treeSchema}.tiles ORDER BY level, index DESC`;

const sizeSql = `
  SELECT index * ${tileWidth} + octet_length(hashes) / ${hashBytes} AS size, positions[cardinality(positions)]::text AS last
  FROM ${treeSchema}.tiles WHERE level = 0 ORDER BY index DESC LIMIT 1`;

const tileSql = `SELECT hashes FROM ${treeSchema}.tiles WHERE level = $1 AND index = $2`;

const indexSql = `
  SELECT index * ${tileWidth} + array_position(positions, $1::bigint) - 1 AS leaf FROM (
    SELECT index, positions FROM ${treeSchema}.tiles WHERE level = 0 AND first <= $1::bigint ORDER BY first DESC LIMIT 1
  ) AS tile`;

const positionDigits = 20;
const none = new Uint8Array();

const bytesIn = (row: SqlRow | undefined): Uint8Array => {
  const hashes = row?.hashes;
  return hashes instanceof Uint8Array ? hashes : none;
};

export interface TreeStanding {
  readonly size: number;
  /** Of the last leaf. */
  readonly position: Position;
}

/** All throw ReadStoreUnavailable and, before the tree was begun, ReadModelMissing. */
export interface TreeQueries {
  /** The last tile of each level, from level 0. */
  edge(): Promise<readonly ChangedTile[]>;
  /** Undefined for an empty tree. */
  standing(): Promise<TreeStanding | undefined>;
  /** The hashes of a tile so far; empty when the tree has none of it. */
  readonly tile: ReadTile;
  /** Undefined for a position that no leaf has. */
  indexOf(position: Position): Promise<number | undefined>;
}

export const treeQueries = (readStore: Pick<ReadStore, 'query'>): TreeQueries => ({
  edge: async () =>
    (await readStore.query(edgeSql)).map((row) => ({
      level: Number(row.level),
      index: Number(row.index),
      hashes: Buffer.from(bytesIn(row)),
      positions: Array.isArray(row.positions) ? row.positions.map(String) : [],
    })),
  standing: async () => {
    const [row] = await readStore.query(sizeSql);
    if (row === undefined) return undefined;
    return { size: Number(row.size), position: String(row.last).padStart(positionDigits, '0') };
  },
  tile: async (level, index) => bytesIn((await readStore.query(tileSql, [level, index]))[0]),
  indexOf: async (position) => {
    const leaf = (await readStore.query(indexSql, [position]))[0]?.leaf;
    return leaf === undefined || leaf === null ? undefined : Number(leaf);
  },
});
