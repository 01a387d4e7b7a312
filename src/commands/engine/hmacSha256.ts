/** HMAC-SHA-256 under the server's keys. A key given as bytes is parsed anew on each use; here each is parsed once. */
import { createHmac, createSecretKey, type Hmac, type KeyObject } from 'node:crypto';

const parsed = new WeakMap<Uint8Array, KeyObject>();

/** `key` must not change once it was used. */
export const hmacSha256 = (key: Uint8Array): Hmac => {
  const known = parsed.get(key);
  if (known !== undefined) return createHmac('sha256', known);
  const made = createSecretKey(key);
  parsed.set(key, made);
  return createHmac('sha256', made);
};
