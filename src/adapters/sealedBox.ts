/**
 * AES-256-GCM under a 256-bit key, with a name as additional data. Node takes half the time for a cipher when it is given a key
 * object instead of bytes.
 */
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';

export const keyBytes = 32;
const algorithm = 'aes-256-gcm';
const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
/** Plaintext is padded to multiples of this, so that the length of a box tells little about a name. */
const padTo = 64;

/** Version, nonce, ciphertext and tag. */
export const sealBytes = (key: Uint8Array, plain: Uint8Array, boundTo: string): Buffer => {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, createSecretKey(key), nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(boundTo, 'utf8'));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from([version]), nonce, text, cipher.getAuthTag()]);
};

/** Undefined when key, name and box do not belong together. */
export const openBytes = (key: Uint8Array, box: Uint8Array, boundTo: string): Buffer | undefined => {
  if (box.length < 1 + nonceBytes + tagBytes || box[0] !== version) return undefined;
  const nonce = box.subarray(1, 1 + nonceBytes);
  const decipher = createDecipheriv(algorithm, createSecretKey(key), nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(boundTo, 'utf8'));
  decipher.setAuthTag(box.subarray(-tagBytes));
  try {
    const plain = decipher.update(box.subarray(1 + nonceBytes, -tagBytes));
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return undefined;
  }
};

/** JSON parsers ignore trailing blanks. */
const padded = (json: string): Buffer => {
  const bytes = Buffer.from(json, 'utf8');
  return Buffer.concat([bytes, Buffer.alloc((padTo - (bytes.length % padTo)) % padTo, ' ')]);
};

const boundToCustomer = (customerId: string): string => `customer ${customerId}`;

/** Base64url. Throws for a value that is not JSON: a bug. */
export const sealValue = (key: Uint8Array, customerId: string, value: unknown): string => {
  const json: string | undefined = JSON.stringify(value);
  if (json === undefined) throw new TypeError('only a JSON value can be sealed');
  return sealBytes(key, padded(json), boundToCustomer(customerId)).toString('base64url');
};

export const openValue = (key: Uint8Array, customerId: string, box: string): unknown => {
  const plain = openBytes(key, Buffer.from(box, 'base64url'), boundToCustomer(customerId));
  return plain === undefined ? undefined : JSON.parse(plain.toString('utf8'));
};
