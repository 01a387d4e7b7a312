import { createHmac } from 'node:crypto';
import { keyBytes, openBytes, sealBytes } from '../sealedBox.ts';

const idHexDigits = 16;

/** A customer's key as it is stored. */
export interface WrappedKey {
  readonly masterKeyId: string;
  readonly wrapped: Uint8Array;
}

export interface MasterKeys {
  /** Of the one that wraps new keys. */
  readonly currentId: string;
  readonly ids: readonly string[];
  wrap(customerId: string, key: Uint8Array): WrappedKey;
  /** Undefined when the master key is not known here or is not the one that wrapped it. */
  unwrap(customerId: string, stored: WrappedKey): Uint8Array | undefined;
}

const idOf = (master: Uint8Array): string =>
  createHmac('sha256', master).update('marquee master key id').digest('hex').slice(0, idHexDigits);

const boundTo = (customerId: string): string => `key of ${customerId}`;

/** The first wraps what is new; the older ones only unwrap. Throws RangeError for a key of another length. */
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
