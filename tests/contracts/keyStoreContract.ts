/** What every key store must do, as one suite that each adapter's tests run. Nothing of one engine enters. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CustomerErased, type KeyStore, type Sealed } from '../../src/ports/KeyStore.ts';

export interface OpenedKeyStore {
  readonly store: KeyStore;
  /** What another node has: the same keys through a store of its own. The suite closes it. */
  another(): Promise<KeyStore & { close(): Promise<void> }>;
  /** Closes `store` and what the harness started for it. */
  close(): Promise<void>;
}

const person = { name: 'Zoë Quintanilla-Øst', email: 'zoe.q@example.org', phone: '+44 20 7946 0123' };

/** The same box with its last byte changed. */
const altered = ({ customerId, box }: Sealed): Sealed => {
  const bytes = Buffer.from(box, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  return { customerId, box: bytes.toString('base64url') };
};

export const keyStoreContract = (name: string, open: () => Promise<OpenedKeyStore>): void => {
  describe(`${name} keeps the key store's contract:`, () => {
    let opened: OpenedKeyStore;
    let store: KeyStore;
    let other: Awaited<ReturnType<OpenedKeyStore['another']>>;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
      other = await opened.another();
    });
    afterAll(async () => {
      await other.close();
      await opened.close();
    });

    it('opens what it sealed, here and on another node', async () => {
      const customerId = randomUUID();
      const values = [person, 'tok_ok', 0, null, false, [], { deep: [{ er: 'ë' }] }];
      for (const value of values) {
        const sealed = await store.seal(customerId, value);
        expect(sealed.customerId).toBe(customerId);
        expect(await store.open(sealed)).toEqual(value);
        expect(await other.open(sealed)).toEqual(value);
      }
    });

    it('seals one value under a key of its own, until that is destroyed', async () => {
      const [first, second] = [await store.sealBriefly('tok_ok'), await store.sealBriefly('tok_ok')];
      expect(first.customerId).not.toBe(second.customerId);
      expect(await store.openBrief(first)).toBe('tok_ok');
      expect(await other.openBrief(first)).toBe('tok_ok');
      expect(await other.openBrief(altered(first))).toBeUndefined();
      await other.destroyBrief(first);
      await store.destroyBrief(first);
      expect(await store.openBrief(first)).toBeUndefined();
      expect(await store.openBrief(second)).toBe('tok_ok');
      expect(await store.destroyOldBrief()).toBe(0);
    });

    it('shows nothing of the value, not even whether two are the same, and little of its length', async () => {
      const customerId = randomUUID();
      const [first, second] = await Promise.all([
        store.seal(customerId, person),
        store.seal(customerId, person),
      ]);
      const short = await store.seal(customerId, { ...person, name: 'Al' });
      expect(first.box).not.toBe(second.box);
      expect(first.box).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(short.box.length).toBe(first.box.length);
      const bytes = Buffer.from(first.box, 'base64url').toString('latin1');
      for (const part of ['Quintanilla', 'example.org', '7946']) expect(bytes).not.toContain(part);
    });

    it('opens a box only under the customer it was sealed for, and unaltered', async () => {
      const [one, two] = [randomUUID(), randomUUID()];
      const sealed = await store.seal(one, person);
      await store.seal(two, person);
      expect(await store.open({ customerId: two, box: sealed.box })).toBeUndefined();
      expect(await store.open(altered(sealed))).toBeUndefined();
      for (const box of ['', 'AQ', sealed.box.slice(0, 30)]) {
        expect(await store.open({ customerId: one, box })).toBeUndefined();
      }
      expect(await store.open(sealed)).toEqual(person);
    });

    it('gives a new customer one key, however many seal at once on several nodes', async () => {
      for (let round = 0; round < 10; round += 1) {
        const customerId = randomUUID();
        const nodes = Array.from({ length: 12 }, (_, place) => (place % 2 === 0 ? store : other));
        const sealed = await Promise.all(nodes.map((node, place) => node.seal(customerId, place)));
        const values = await Promise.all(sealed.map((each) => store.open(each)));
        expect(values).toEqual(nodes.map((_, place) => place));
      }
    });

    it('tells on every node whether a customer has a key, never had one, or was erased', async () => {
      const customerId = randomUUID();
      expect(await store.standing(customerId)).toBe('none');
      await store.seal(customerId, person);
      expect(await other.standing(customerId)).toBe('kept');
      await store.destroy(customerId);
      expect(await other.standing(customerId)).toBe('destroyed');
    });

    it('knows nothing of a customer without a key', async () => {
      const sealed = await store.seal(randomUUID(), person);
      expect(await store.open({ ...sealed, customerId: randomUUID() })).toBeUndefined();
    });

    it('forgets an erased customer at once on every node, and nobody else', async () => {
      const [gone, stays] = [randomUUID(), randomUUID()];
      const lost = await store.seal(gone, person);
      const kept = await store.seal(stays, person);
      expect(await other.open(lost)).toEqual(person);
      await store.destroy(gone);
      for (const node of [store, other]) {
        expect(await node.open(lost)).toBeUndefined();
        await expect(node.seal(gone, person)).rejects.toThrow(CustomerErased);
        expect(await node.open(kept)).toEqual(person);
      }
      await other.destroy(gone);
      expect(await store.open(lost)).toBeUndefined();
    });

    it('keeps a customer erased who never had a key', async () => {
      const customerId = randomUUID();
      await store.destroy(customerId);
      await expect(other.seal(customerId, person)).rejects.toThrow(CustomerErased);
    });

    it('ends with an erased customer when sealing and destroying meet', async () => {
      for (let round = 0; round < 10; round += 1) {
        const customerId = randomUUID();
        const sealing = Array.from({ length: 6 }, (_, place) =>
          (place % 2 === 0 ? store : other).seal(customerId, place).catch((error: unknown) => {
            expect(error).toBeInstanceOf(CustomerErased);
          }),
        );
        const [, ...sealed] = await Promise.all([other.destroy(customerId), ...sealing]);
        for (const each of sealed) if (each !== undefined) expect(await store.open(each)).toBeUndefined();
        await expect(store.seal(customerId, person)).rejects.toThrow(CustomerErased);
      }
    });
  });
};
