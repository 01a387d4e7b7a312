import type { Position } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';

export const auditSchema = 'proof_audit_v2';

export const auditTables = `
  CREATE TABLE standing (
    singleton boolean PRIMARY KEY CHECK (singleton),
    position text COLLATE "C" NOT NULL,
    at_ms bigint NOT NULL,
    events bigint NOT NULL,
    showtimes integer NOT NULL,
    conflicts integer NOT NULL
  );
  CREATE TABLE conflicts (
    nth integer PRIMARY KEY,
    position text COLLATE "C" NOT NULL,
    stream text COLLATE "C" NOT NULL,
    revision integer NOT NULL,
    what text NOT NULL
  );
  CREATE TABLE state (version integer NOT NULL, chunk integer NOT NULL, bytes bytea NOT NULL, PRIMARY KEY (version, chunk));`;

/** More than a state has that is kept. */
const piecesMax = 1_000_000;

const standingSql = `SELECT position, at_ms, events, showtimes, conflicts FROM ${auditSchema}.standing`;
/** A long log's state is more than one answer may bring. */
const piecesOfAnswer = 16;
const stateSql = `
  SELECT bytes FROM ${auditSchema}.state WHERE version = $1 AND chunk >= $2 ORDER BY chunk LIMIT ${piecesOfAnswer}`;

export interface AuditStanding {
  /** Up to where the log has been folded. */
  readonly position: Position;
  readonly atMs: number;
  readonly events: number;
  readonly showtimes: number;
  readonly conflicts: number;
}

/** All throw ReadStoreUnavailable and, before the first fold, ReadModelMissing. */
export interface AuditQueries {
  standing(): Promise<AuditStanding | undefined>;
  /** In pieces; none for another version. */
  state(version: number): AsyncIterable<Uint8Array>;
}

export const auditQueries = (readStore: Pick<ReadStore, 'query'>): AuditQueries => ({
  standing: async () => {
    const [row] = await readStore.query(standingSql);
    if (row === undefined) return undefined;
    return {
      position: String(row.position),
      atMs: Number(row.at_ms),
      events: Number(row.events),
      showtimes: Number(row.showtimes),
      conflicts: Number(row.conflicts),
    };
  },
  state: async function* (version) {
    let read = piecesOfAnswer;
    for (let chunk = 0; read === piecesOfAnswer && chunk < piecesMax; chunk += piecesOfAnswer) {
      const rows = await readStore.query(stateSql, [version, chunk]);
      read = rows.length;
      for (const { bytes } of rows) if (bytes instanceof Uint8Array) yield bytes;
    }
  },
});
