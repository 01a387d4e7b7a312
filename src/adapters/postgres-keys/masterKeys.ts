import { createHmac } from 'node:crypto';
import { keyBytes, openBytes, sealBytes } from '../sealedBox.ts';

const idHexDigits = 16;

export interface WrappedKey {
  readonly masterKeyId: string;
  readonly wrapped: Uint8Array;
}

export interface MasterKeys {
  readonly currentId: string;
  readonly ids: readonly string[];
  wrap(customerId: string, key: Uint8Array): WrappedKey;
  /** Undefined for an unknown master key or another customer's key. */
  unwrap(customerId: string, stored: WrappedKey): Uint8Array | undefined;
}

const idOf = (master: Uint8Array): string =>
  createHmac('sha256', master).update('marquee master key id').digest('hex').slice(0, idHexDigits);

const boundTo = (customerId: string): string => `key of ${customerId}`;

/** `older` keys only unwrap. Throws RangeError for a wrong length. */
export const masterKeysOf = (current: Uint8Array, older: readonly Uint8Array[] = []): MasterKeys => {
  const all = [current, ...older];
  if (all.some(({ length }) => length !== keyBytes))
    throw new RangeError(`a master key has ${keyBytes} bytes`);
  const byId = new Map(all.map((master) => [idOf(master), master]));
  const currentId = idOf(current);
  return {
    currentId,
    ids: [...byId.keys()],
    wrap: (customerId, key) => ({
      masterKeyId: currentId,
      wrapped: sealBytes(current, key, boundTo(customerId)),
    }),
    unwrap: (customerId, { masterKeyId, wrapped }) => {
      const master = byId.get(masterKeyId);
      return master === undefined ? undefined : openBytes(master, wrapped, boundTo(customerId));
    },
  };
};
