import { createHmac, createSecretKey, type Hmac, type KeyObject } from 'node:crypto';

const parsed = new WeakMap<Uint8Array, KeyObject>();

/** Each key is parsed once only, so its bytes must not change after the first use. */
export const hmacSha256 = (key: Uint8Array): Hmac => {
  const known = parsed.get(key);
  if (known !== undefined) return createHmac('sha256', known);
  const made = createSecretKey(key);
  parsed.set(key, made);
  return createHmac('sha256', made);
};
