/** What every store of passkeys must do, as one suite that each adapter's tests run. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PasskeyStore, passkeyLimits } from '../../src/ports/Passkeys.ts';

export interface OpenedPasskeyStore {
  readonly store: PasskeyStore;
  close(): Promise<void>;
}

const nowMs = Date.parse('2026-12-01T12:00:00.123Z');

export const passkeyStoreContract = (name: string, open: () => Promise<OpenedPasskeyStore>): void => {
  describe(`${name} keeps the contract of a store of passkeys:`, () => {
    let opened: OpenedPasskeyStore;
    let store: PasskeyStore;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());
    const fresh = (subject: string = randomUUID(), createdAtMs = nowMs) => ({
      ...{ credentialId: randomUUID(), subject, createdAtMs },
      ...{ publicKey: Buffer.from([1, 2, 3]), counter: 4_294_967_295, transports: ['usb', 'internal'] },
    });

    it('a passkey is added once, found, and removed by its subject', async () => {
      const given = fresh();
      expect([await store.add(given), await store.add({ ...given, subject: 'other' })]).toEqual([
        true,
        false,
      ]);
      expect(await store.find(given.credentialId)).toEqual(given);
      expect(await store.find('unknown')).toBeUndefined();
      expect(await store.remove(given.credentialId, 'other')).toBe(false);
      expect(await store.remove(given.credentialId, given.subject)).toBe(true);
      expect(await store.remove(given.credentialId, given.subject)).toBe(false);
    });

    it('goes with all others of its subject', async () => {
      const [subject, other] = [randomUUID(), fresh()];
      for (const passkey of [fresh(subject), fresh(subject), other]) await store.add(passkey);
      await store.forgetSubject(subject);
      await store.forgetSubject(subject);
      expect(await store.list(subject)).toEqual([]);
      expect(await store.list(other.subject)).toEqual([other]);
    });

    it('is used for challenges in their order, each once, also by two at once', async () => {
      const { credentialId, ...rest } = fresh();
      await store.add({ credentialId, ...rest });
      const at = (challengeAtMs: number) => store.use(credentialId, 5, challengeAtMs, nowMs + 9);
      const both = await Promise.all([at(nowMs), at(nowMs)]);
      expect(both.filter(Boolean)).toHaveLength(1);
      expect([await at(nowMs - 1), await at(nowMs + 1)]).toEqual([false, true]);
      const used = { credentialId, ...rest, counter: 5, lastUsedAtMs: nowMs + 9 };
      expect(await store.find(credentialId)).toEqual(used);
      expect(await store.use('unknown', 1, nowMs, nowMs)).toBe(false);
    });

    it('of one subject so many are kept, the latest listed first', async () => {
      const subject = randomUUID();
      for (let at = 0; at < passkeyLimits.perSubjectMax; at += 1) {
        expect(await store.add(fresh(subject, nowMs + at))).toBe(true);
      }
      expect(await store.add(fresh(subject))).toBe(false);
      const times = (await store.list(subject)).map(({ createdAtMs }) => createdAtMs - nowMs);
      expect(times).toEqual(Array.from({ length: passkeyLimits.perSubjectMax }, (_, at) => at).toReversed());
    });
  });
};
