/**
 * The customers' keys, one each. What a person told us stands in the log only under that person's key; destroying
 * the key erases the person from every copy of the log, past and future.
 */

/** Ciphertext of a JSON value, as it stands in an event. */
export interface Sealed {
  /** Which key; always that of the customer the event names. The box opens under no other name. */
  readonly customerId: string;
  /** AES-256-GCM: version, nonce, ciphertext and tag, base64url. */
  readonly box: string;
}

/** The engine is away; try later. */
export class KeyStoreUnavailable extends Error {
  override readonly name = 'KeyStoreUnavailable';
}

export const keyStoreLimits = {
  /** How long a value sealed by `sealBriefly` can be opened at most. */
  briefKeyMs: 15 * 60_000,
  /** Old keys destroyed by one call. */
  briefKeysPerPass: 1_000,
} as const;

export type KeyStanding = 'none' | 'kept' | 'destroyed';

export interface KeyStore {
  /**
   * Encrypts a JSON value under the customer's key, which is made and durable before this resolves. However many ask
   * at once, on any node, a customer has one key. Throws KeyStoreUnavailable, and {@link CustomerErased} for a
   * customer whose key was destroyed.
   */
  seal(customerId: string, value: unknown): Promise<Sealed>;
  /**
   * The value, or undefined when it cannot be read any more: the key was destroyed, never existed or was lost, or the
   * box was altered. Throws KeyStoreUnavailable.
   */
  open(sealed: Sealed): Promise<unknown>;
  /**
   * Whether the customer has a key: `none` for a customer without any sealed data. Throws KeyStoreUnavailable.
   */
  standing(customerId: string): Promise<KeyStanding>;
  /**
   * Destroys the key for ever and remembers that it was, also for a customer who never had one. Once it resolves, no
   * node opens or seals anything of theirs. Repeating it does nothing. Throws KeyStoreUnavailable.
   */
  destroy(customerId: string): Promise<void>;
  /**
   * Encrypts a JSON value under a new key that belongs to this value alone; `customerId` of the result is the key's id.
   * The key is durable before this resolves and opens the value for 15 minutes. Throws KeyStoreUnavailable.
   */
  sealBriefly(value: unknown): Promise<Sealed>;
  /** The value of `sealBriefly`; undefined once its key is destroyed or too old. Throws KeyStoreUnavailable. */
  openBrief(sealed: Sealed): Promise<unknown>;
  /** Destroys the key of one value for good. Repeating it does nothing. Throws KeyStoreUnavailable. */
  destroyBrief(sealed: Sealed): Promise<void>;
  /**
   * Destroys keys that are too old, at most `briefKeysPerPass` of them, and answers how many. Throws
   * KeyStoreUnavailable.
   */
  destroyOldBrief(): Promise<number>;
}

/** The customer was erased: nothing can be sealed for that id any more. */
export class CustomerErased extends Error {
  override readonly name = 'CustomerErased';
}
