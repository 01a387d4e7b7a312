import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { HeadProof } from '../../../src/adapters/eventstoredb/HeadProof.ts';
import { type AppendResult, EventStoreUnavailable, positionOf } from '../../../src/ports/EventStore.ts';

const limits = { proofEveryMs: 20, confirmWithinMs: 300 } as const;

const stored = (place: number): AppendResult => ({
  outcome: 'appended',
  revision: 0,
  position: positionOf(BigInt(place)),
});

const givenProof = (answer: () => Promise<AppendResult>) => {
  const sentAtMs: number[] = [];
  const proof = new HeadProof(async () => {
    sentAtMs.push(performance.now());
    return answer();
  }, limits);
  return { proof, sentAtMs };
};

describe('a confirmation', () => {
  it('is an append of its own when there is no other', async () => {
    const { proof, sentAtMs } = givenProof(async () => stored(7));
    expect(await proof.confirm()).toBe(positionOf(7n));
    expect(sentAtMs.length).toBe(1);
  });

  it('is shared by all who came, at most one every 20 ms', async () => {
    const { proof, sentAtMs } = givenProof(async () => stored(7));
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(Array.from({ length: 20 }, () => proof.confirm()));
    }
    // The first goes before the others of its round have come.
    expect(sentAtMs.length).toBeGreaterThanOrEqual(3);
    expect(sentAtMs.length).toBeLessThanOrEqual(6);
    const gaps = sentAtMs.slice(1).map((at, place) => at - (sentAtMs[place] ?? 0));
    expect(gaps.filter((gap) => gap < limits.proofEveryMs - 2)).toEqual([]);
  });

  it('is any append that was sent after it', async () => {
    const { proof, sentAtMs } = givenProof(() => Promise.reject(new EventStoreUnavailable('away')));
    const first = proof.confirm();
    await proof.watched(async () => stored(9));
    expect(await first).toBe(positionOf(9n));
    expect(sentAtMs.length).toBe(1);
  });

  it('is not an append that was sent before it', async () => {
    const { promise: early, resolve } = Promise.withResolvers<AppendResult>();
    const { proof } = givenProof(async () => {
      await pause(50);
      return stored(8);
    });
    const appending = proof.watched(() => early);
    const confirmed = proof.confirm();
    resolve(stored(5));
    await appending;
    expect(await confirmed).toBe(positionOf(8n));
  });

  it('is not a conflict, which a deposed leader answers too', async () => {
    const { promise: conflict, resolve } = Promise.withResolvers<AppendResult>();
    const { proof, sentAtMs } = givenProof(async () => stored(8));
    await proof.confirm();
    const confirmed = proof.confirm();
    const appending = proof.watched(() => conflict);
    await pause(60);
    // It waits for the append that is under way.
    expect(sentAtMs.length).toBe(1);
    resolve({ outcome: 'conflict', actual: 3, missed: [] });
    await appending;
    expect(await confirmed).toBe(positionOf(8n));
    expect(sentAtMs.length).toBe(2);
  });

  it('fails in time where nothing is acknowledged, and works again afterwards', async () => {
    let answer: () => Promise<AppendResult> = () => new Promise(() => undefined);
    const { proof } = givenProof(() => answer());
    await expect(proof.confirm()).rejects.toThrow(EventStoreUnavailable);
    answer = async () => stored(4);
    await proof.watched(async () => stored(3));
    const confirmed = proof.confirm();
    await proof.watched(async () => stored(5));
    expect(await confirmed).toBe(positionOf(5n));
  });
});
