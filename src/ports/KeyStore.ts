/** One key per customer. The log holds personal data only encrypted; destroying the key erases it from every copy. */

export interface Sealed {
  /** The customer whose key encrypts it; authenticated, so it cannot be changed. */
  readonly customerId: string;
  /** AES-256-GCM: version, nonce, ciphertext and tag, base64url. */
  readonly box: string;
}

export class KeyStoreUnavailable extends Error {
  override readonly name = 'KeyStoreUnavailable';
}

export const keyStoreLimits = {
  /** How long a value of `sealBriefly` can be opened. */
  briefKeyMs: 15 * 60_000,
  briefKeysPerPass: 1_000,
} as const;

export type KeyStanding = 'none' | 'kept' | 'destroyed';

export interface KeyStore {
  /** Creates the customer's key if needed, once for all nodes. Throws KeyStoreUnavailable, CustomerErased. */
  seal(customerId: string, value: unknown): Promise<Sealed>;
  /** Undefined when the key is destroyed or missing, or the box was altered. Throws KeyStoreUnavailable. */
  open(sealed: Sealed): Promise<unknown>;
  /** `none`: there was never a key. Throws KeyStoreUnavailable. */
  standing(customerId: string): Promise<KeyStanding>;
  /** Destroys the key, or prevents one, on all nodes and for ever. Idempotent. Throws KeyStoreUnavailable. */
  destroy(customerId: string): Promise<void>;
  /** Under a key of its own, which opens the value for `briefKeyMs`. Throws KeyStoreUnavailable. */
  sealBriefly(value: unknown): Promise<Sealed>;
  /** Undefined when the key is destroyed or expired. Throws KeyStoreUnavailable. */
  openBrief(sealed: Sealed): Promise<unknown>;
  /** Idempotent. Throws KeyStoreUnavailable. */
  destroyBrief(sealed: Sealed): Promise<void>;
  /** Destroys at most `briefKeysPerPass` expired keys and returns how many. Throws KeyStoreUnavailable. */
  destroyOldBrief(): Promise<number>;
}

export class CustomerErased extends Error {
  override readonly name = 'CustomerErased';
}

/** For the line that refuses a program with other keys. */
export const sharedByPrograms =
  'programs on one log must share DATABASE_URL and MARQUEE_SECRET (without these settings: DATA_DIR); ' +
  'a secret that was current before stands in MARQUEE_OLDER_SECRETS';
