import { describe, expect, it } from 'vitest';
import { addKeys, coveredUpTo, mayHold, type OlderKeys } from '../../../src/commands/engine/olderKeys.ts';
import {
  generationLimits,
  noRequests,
  type RememberedRequests,
  rememberRequest,
} from '../../../src/commands/engine/RememberedRequests.ts';
import { guest, keyed } from '../../support/nodes.ts';

const key = (n: number): string => Buffer.from(`an HMAC of thirty-two bytes ${n}`).toString('base64url');
const range = (n: number) => ({ key: key(n), fromRevision: 2 * n, toRevision: 2 * n + 1 });

const filterOf = (keys: number): OlderKeys => {
  let older: OlderKeys = [];
  for (let n = 0; n < keys; n += 500) {
    older = addKeys(
      older,
      Array.from({ length: 500 }, (_, m) => range(n + m)),
    );
  }
  return older;
};

describe('the filter of older keys', () => {
  const older = filterOf(5_000);

  it('names the revisions of every key it was given', () => {
    for (let n = 0; n < 5_000; n += 1) {
      const hit = mayHold(older, [key(n)], -1).some(
        ({ fromRevision, toRevision }) => fromRevision <= 2 * n && 2 * n + 1 <= toRevision,
      );
      expect(hit).toBe(true);
    }
    expect(coveredUpTo(older)).toBe(9_999);
  });

  it('takes few new keys for old ones and costs about twelve bits a key', () => {
    const falseHits = Array.from({ length: 5_000 }, (_, n) => mayHold(older, [key(100_000 + n)], -1));
    expect(falseHits.filter((ranges) => ranges.length > 0).length).toBeLessThan(150);
    expect(older.map(({ keys }) => keys)).toEqual([64, 256, 1_000, 1_000, 1_000, 1_000, 680]);
    expect(older.reduce((bytes, { bits }) => bytes + bits.length, 0)).toBe(5_320 * 1.5);
  });

  it('names only what lies after a revision', () => {
    expect(mayHold(older, [key(0)], coveredUpTo(older))).toEqual([]);
    expect(mayHold(older, [key(0)], 10)).toEqual([{ fromRevision: 11, toRevision: 127 }]);
  });
});

it('moves requests into the filter after a generation of keys or of time', () => {
  const hour = 3_600_000;
  let requests: RememberedRequests = noRequests;
  const remember = (n: number, atMs: number) => {
    const { idempotency } = keyed(key(n));
    const metadata = { ...guest, ...(idempotency === undefined ? {} : { idempotency }) };
    requests = rememberRequest(requests, { metadata, revision: n }, atMs);
  };
  const sizes = () => [requests.current.size, requests.previous.size, requests.older.length];
  for (let n = 0; n < generationLimits.keysMax; n += 1) remember(n, 0);
  expect(sizes()).toEqual([500, 0, 0]);
  remember(500, hour);
  expect(sizes()).toEqual([1, 500, 0]);
  remember(501, 12 * hour);
  expect(sizes()).toEqual([2, 500, 0]);
  remember(502, 13 * hour);
  expect(sizes()).toEqual([1, 2, 3]);
});
