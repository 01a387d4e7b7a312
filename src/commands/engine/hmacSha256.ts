import { hash } from 'node:crypto';

const blockBytes = 64;
const digestBytes = 32;

interface PaddedKey {
  readonly inner: Buffer;
  /** With room for the inner digest after it. */
  readonly outer: Buffer;
}

const padded = new WeakMap<Uint8Array, PaddedKey>();

/** As text, because a digest in a buffer of its own takes four times as long. */
const sha256 = (content: Uint8Array): string => hash('sha256', content, 'binary');

const padOf = (key: Uint8Array): PaddedKey => {
  const known = padded.get(key);
  if (known !== undefined) return known;
  const short = key.length > blockBytes ? Buffer.from(sha256(key), 'latin1') : key;
  const under = (byte: number): Uint8Array =>
    Uint8Array.from({ length: blockBytes }, (_, place) => (short[place] ?? 0) ^ byte);
  const made = {
    inner: Buffer.from(under(0x36)),
    outer: Buffer.concat([under(0x5c), Buffer.alloc(digestBytes)]),
  };
  padded.set(key, made);
  return made;
};

const utf8BytesMax = 3;
/** Most messages fit. */
const scratch = Buffer.alloc(512);

const joined = (inner: Buffer, parts: readonly (string | Uint8Array)[]): Buffer => {
  let bytesMax = blockBytes;
  for (const part of parts) bytesMax += typeof part === 'string' ? utf8BytesMax * part.length : part.length;
  const message = bytesMax <= scratch.length ? scratch : Buffer.allocUnsafe(bytesMax);
  message.set(inner);
  let end = blockBytes;
  for (const part of parts) {
    if (typeof part === 'string') end += message.write(part, end);
    else {
      message.set(part, end);
      end += part.length;
    }
  }
  return message.subarray(0, end);
};

/**
 * HMAC-SHA-256 (RFC 2104) over the parts one after the other, by two calls that leave nothing behind: an object of
 * `createHmac` costs nearly twice as much. The key's bytes must not change after the first use.
 */
export const hmacSha256 = (key: Uint8Array, ...parts: readonly (string | Uint8Array)[]): Buffer => {
  const { inner, outer } = padOf(key);
  outer.write(sha256(joined(inner, parts)), blockBytes, 'latin1');
  return Buffer.from(sha256(outer), 'latin1');
};
