import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { IdentityStoreUnavailable, type Revocations } from '../../ports/Revocations.ts';
import type { AdapterLogger } from '../AdapterLogger.ts';

const readEveryMsDefault = 1_000;
/** A statement is cut off after 5 s, so a row stands at most so much later than its `revoked_at`. */
const overlapMs = 30_000;
const forgetEveryRounds = 60;
const readRowsMax = 10_000;
const deletedAtOnceMax = 1_000;

const add = `
  insert into identity.revocations (id, until) values ($1, to_timestamp($2 / 1000.0))
  on conflict (id) do update set until = greatest(revocations.until, excluded.until), revoked_at = clock_timestamp()`;

const readLater = `
  select id, extract(epoch from until) * 1000 as until_ms, extract(epoch from revoked_at) * 1000 as revoked_at_ms
  from identity.revocations
  where revoked_at > to_timestamp($1 / 1000.0) and until > clock_timestamp()
  order by revoked_at limit ${readRowsMax}`;

const forget = `
  delete from identity.revocations where id in
    (select id from identity.revocations where until < clock_timestamp() order by until limit ${deletedAtOnceMax})`;

/** An issuer elsewhere may put anything into an id. */
const digestOf = (id: string): string => createHash('sha256').update(id).digest('base64url');

export interface OpenedRevocations extends Revocations {
  close(): Promise<void>;
}

/** Reads what stands in Postgres before it resolves, then every second. Rejects with the driver's error. */
export const openRevocations = async (
  pool: pg.Pool,
  logger: AdapterLogger,
  readEveryMs = readEveryMsDefault,
): Promise<OpenedRevocations> => {
  const known = new Map<string, number>();
  let readUpToMs = 0;

  const remember = (digest: string, untilMs: number): void => {
    known.set(digest, Math.max(untilMs, known.get(digest) ?? 0));
  };

  const read = async (): Promise<void> => {
    let fromMs = Math.max(0, readUpToMs - overlapMs);
    for (;;) {
      const { rows } = await pool.query<{ id: string; until_ms: string; revoked_at_ms: string }>(readLater, [
        fromMs,
      ]);
      for (const row of rows) {
        remember(row.id, Number(row.until_ms));
        fromMs = Math.max(fromMs, Number(row.revoked_at_ms));
      }
      readUpToMs = Math.max(readUpToMs, fromMs);
      if (rows.length < readRowsMax) return;
    }
  };

  const forgetEnded = async (): Promise<void> => {
    const nowMs = Date.now();
    for (const [id, untilMs] of known) if (untilMs < nowMs) known.delete(id);
    await pool.query(forget);
  };

  await read();
  const closing = new AbortController();
  const follow = async (): Promise<void> => {
    let isAway = false;
    for (let round = 1; !closing.signal.aborted; round += 1) {
      await pause(readEveryMs, undefined, { signal: closing.signal }).catch(() => undefined);
      if (closing.signal.aborted) return;
      try {
        await read();
        if (round % forgetEveryRounds === 0) await forgetEnded();
        isAway = false;
      } catch (error) {
        if (!isAway) logger.warn({ err: error }, 'revocations of tokens by other nodes are not heard of');
        isAway = true;
      }
    }
  };
  const following = follow();

  return {
    isRevoked: (id) => known.size > 0 && known.has(digestOf(id)),
    revoke: async (id, untilMs) => {
      const digest = digestOf(id);
      try {
        await pool.query(add, [digest, untilMs]);
      } catch (error) {
        throw new IdentityStoreUnavailable('Postgres did not take a revocation', { cause: error });
      }
      remember(digest, untilMs);
    },
    close: async () => {
      closing.abort();
      await following;
    },
  };
};
