/**
 * What the log remembers of a request with an idempotency key: HMACs, so that whoever reads the log can
 * recognise a repeat and replay nothing. The key and the body themselves stay in here.
 */
import { canonicalJson } from './canonicalJson.ts';
import { hmacSha256 } from './hmacSha256.ts';

export interface KeyedRequest {
  /** Who asks what: two requests of one scope with one key are the same request. */
  readonly scope: string;
  readonly key: string;
}

export interface Fingerprint {
  readonly key: string;
  readonly body: string;
}

/** Purposes are told apart inside the HMAC, so that none of its results gives away another. */
const hmacOf = (secret: Uint8Array, purpose: string, ...parts: readonly string[]): Buffer =>
  hmacSha256(secret)
    .update(JSON.stringify([purpose, ...parts]))
    .digest();

/** `body` is the request's checked body; its canonical text is what counts, not how it was written. */
export const fingerprint = (secret: Uint8Array, request: KeyedRequest, body: unknown): Fingerprint => ({
  key: hmacOf(secret, 'key', request.scope, request.key).toString('base64url'),
  body: hmacOf(secret, 'body', canonicalJson(body)).toString('base64url'),
});

/**
 * The id of a thing that a keyed request creates: a version 8 UUID, the same on every node and after every
 * restart. `what` tells several ids of one request apart.
 */
export const keyedId = (secret: Uint8Array, request: KeyedRequest, what: string): string => {
  const bytes = hmacOf(secret, 'id', what, request.scope, request.key).subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};
