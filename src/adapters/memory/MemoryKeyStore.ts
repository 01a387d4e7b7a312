import { randomBytes, randomUUID } from 'node:crypto';
import { CustomerErased, type KeyStore } from '../../ports/KeyStore.ts';
import { keyBytes, openValue, sealValue } from '../sealedBox.ts';

/** Stores that share one act as nodes. `erased`: the key was destroyed. */
export type MemoryKeys = Map<string, Uint8Array | 'erased'>;

export const openMemoryKeyStore = (keys: MemoryKeys = new Map()): KeyStore => ({
  seal: async (customerId, value) => {
    const key = keys.get(customerId) ?? randomBytes(keyBytes);
    if (key === 'erased') throw new CustomerErased(`customer ${customerId} was erased`);
    keys.set(customerId, key);
    return { customerId, box: sealValue(key, customerId, value) };
  },
  open: async ({ customerId, box }) => {
    const key = keys.get(customerId);
    return key === undefined || key === 'erased' ? undefined : openValue(key, customerId, box);
  },
  standing: async (customerId) => {
    const key = keys.get(customerId);
    if (key === undefined) return 'none';
    return key === 'erased' ? 'destroyed' : 'kept';
  },
  destroy: async (customerId) => {
    keys.set(customerId, 'erased');
  },
  sealBriefly: async (value) => {
    const keyId = `brief-${randomUUID()}`;
    const key = randomBytes(keyBytes);
    keys.set(keyId, key);
    return { customerId: keyId, box: sealValue(key, keyId, value) };
  },
  openBrief: async ({ customerId: keyId, box }) => {
    const key = keys.get(keyId);
    return key === undefined || key === 'erased' ? undefined : openValue(key, keyId, box);
  },
  destroyBrief: async ({ customerId: keyId }) => {
    keys.delete(keyId);
  },
  destroyOldBrief: async () => 0,
});
