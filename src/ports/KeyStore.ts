/**
 * The customers' keys, one each. What a person told us stands in the log only under that person's key; destroying
 * the key erases the person from every copy of the log, past and future.
 */

/** Ciphertext of a JSON value, as it stands in an event. */
export interface Sealed {
  /** Which key; always that of the customer the event names. */
  readonly customerId: string;
  /** AES-256-GCM: version, nonce, ciphertext and tag, base64url. */
  readonly box: string;
}

/** The engine is away; try later. */
export class KeyStoreUnavailable extends Error {
  override readonly name = 'KeyStoreUnavailable';
}

export interface KeyStore {
  /**
   * Encrypts under the customer's key, which is made and durable before this resolves. Throws KeyStoreUnavailable,
   * and {@link CustomerErased} for a customer whose key was destroyed.
   */
  seal(customerId: string, value: unknown): Promise<Sealed>;
  /** Undefined when the key was destroyed or never existed. Throws KeyStoreUnavailable. */
  open(sealed: Sealed): Promise<unknown>;
  /** Destroys the key for ever and remembers that it was. Repeating it does nothing. Throws KeyStoreUnavailable. */
  destroy(customerId: string): Promise<void>;
  close(): Promise<void>;
}

/** The customer was erased: nothing can be sealed for that id any more. */
export class CustomerErased extends Error {
  override readonly name = 'CustomerErased';
}
