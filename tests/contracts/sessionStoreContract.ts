/** What every store of sessions must do, as one suite that each adapter's tests run. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SessionStore, sessionLimits } from '../../src/ports/Sessions.ts';

export interface OpenedSessionStore {
  readonly store: SessionStore;
  close(): Promise<void>;
}

const nowMs = Date.parse('2026-12-01T12:00:00.123Z');
const hourMs = 3_600_000;

export const sessionStoreContract = (name: string, open: () => Promise<OpenedSessionStore>): void => {
  describe(`${name} keeps the contract of a session store:`, () => {
    let opened: OpenedSessionStore;
    let store: SessionStore;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());
    const fresh = (subject: string = randomUUID(), startedAtMs = nowMs) => ({
      ...{ id: randomUUID(), subject, startedAtMs },
      expiresAtMs: startedAtMs + hourMs,
    });

    it('a session is started once, with a salt of its own', async () => {
      const given = fresh();
      const made = await store.start(given);
      expect({ ...made, salt: made.salt.length }).toEqual({
        ...given,
        ...{ salt: 16, generation: 0, rotatedAtMs: nowMs },
      });
      expect(await store.start({ ...given, subject: 'other' })).toEqual(made);
      expect(await store.find(given.id, nowMs)).toEqual(made);
      expect((await store.start(fresh())).salt).not.toEqual(made.salt);
      expect(await store.find(randomUUID(), nowMs)).toBeUndefined();
    });

    it('moves to the next generation from the current one only, and of two at once one succeeds', async () => {
      const { id } = await store.start(fresh());
      const rotated = await Promise.all([store.rotate(id, 0, nowMs + 5), store.rotate(id, 0, nowMs + 5)]);
      const [done] = rotated.filter((each) => each !== undefined);
      expect(rotated.filter((each) => each === undefined)).toHaveLength(1);
      expect([done?.generation, done?.rotatedAtMs]).toEqual([1, nowMs + 5]);
      expect(await store.find(id, nowMs)).toEqual(done);
      expect(await store.rotate(id, 0, nowMs)).toBeUndefined();
    });

    it('is not found once it was ended, or has expired', async () => {
      const [ended, expired] = [await store.start(fresh()), await store.start(fresh())];
      expect(await store.end(ended.id, 'somebody else', nowMs)).toBe(false);
      expect(await store.end(ended.id, ended.subject, nowMs)).toBe(true);
      expect(await store.end(ended.id, ended.subject, nowMs)).toBe(false);
      expect(await store.find(ended.id, nowMs)).toBeUndefined();
      expect(await store.rotate(ended.id, 0, nowMs)).toBeUndefined();
      expect(await store.find(expired.id, expired.expiresAtMs - 1)).toEqual(expired);
      expect(await store.find(expired.id, expired.expiresAtMs)).toBeUndefined();
      expect(await store.rotate(expired.id, 0, expired.expiresAtMs)).toBeUndefined();
      expect(await store.list(expired.subject, expired.expiresAtMs)).toEqual([]);
    });

    it('is not found once it was idle too long, however far its end is', async () => {
      const subject = randomUUID();
      const given = { ...fresh(subject), expiresAtMs: nowMs + 3 * sessionLimits.idleMsMax };
      await store.start(given);
      const lateMs = nowMs + sessionLimits.idleMsMax - 1;
      expect(await store.find(given.id, lateMs + 1)).toBeUndefined();
      expect(await store.rotate(given.id, 0, lateMs + 1)).toBeUndefined();
      expect((await store.rotate(given.id, 0, lateMs))?.generation).toBe(1);
      expect((await store.list(subject, lateMs + sessionLimits.idleMsMax - 1)).map(({ id }) => id)).toEqual([
        given.id,
      ]);
      expect(await store.find(given.id, lateMs + sessionLimits.idleMsMax)).toBeUndefined();
    });

    it('goes with all others of its subject', async () => {
      const subject = randomUUID();
      const [gone, other] = [await store.start(fresh(subject)), await store.start(fresh())];
      await store.start(fresh(subject));
      await store.forgetSubject(subject);
      await store.forgetSubject(subject);
      expect([await store.list(subject, nowMs), await store.find(gone.id, nowMs)]).toEqual([[], undefined]);
      expect(await store.find(other.id, nowMs)).toEqual(other);
    });

    it('is listed with those of its subject, the latest refreshed first, and only so many stay', async () => {
      const subject = randomUUID();
      const [one, two] = [await store.start(fresh(subject)), await store.start(fresh(subject, nowMs + 1))];
      expect(await store.list(subject, nowMs + 1)).toEqual([two, one]);
      const used = await store.rotate(one.id, 0, nowMs + 100);
      expect(await store.list(subject, nowMs + 100)).toEqual([used, two]);
      for (let more = 0; more < sessionLimits.perSubjectMax; more += 1) {
        await store.start(fresh(subject, nowMs + 200 + more));
      }
      const left = await store.list(subject, nowMs + 300);
      expect([left.length, left.some(({ id }) => id === one.id || id === two.id)]).toEqual([
        sessionLimits.perSubjectMax,
        false,
      ]);
    });
  });
};
