import { canonicalJson } from './canonicalJson.ts';
import { hmacSha256 } from './hmacSha256.ts';

export interface KeyedRequest {
  /** Caller, method and path. */
  readonly scope: string;
  readonly key: string;
}

export interface Fingerprint {
  readonly key: string;
  readonly body: string;
}

/** The purpose is part of the message, so that no result can be used for another purpose. */
const hmacOf = (secret: Uint8Array, purpose: string, ...parts: readonly string[]): Buffer =>
  hmacSha256(secret, JSON.stringify([purpose, ...parts]));

/** HMACs, so that a reader of the log can recognise a repeat but not replay a request. `body` is the checked body. */
export const fingerprint = (secret: Uint8Array, request: KeyedRequest, body: unknown): Fingerprint => ({
  key: hmacOf(secret, 'key', request.scope, request.key).toString('base64url'),
  body: hmacOf(secret, 'body', canonicalJson(body)).toString('base64url'),
});

/** A version 8 UUID, the same on every node and after a restart. `what` tells several ids of one request apart. */
export const keyedId = (secret: Uint8Array, request: KeyedRequest, what: string): string => {
  const bytes = hmacOf(secret, 'id', what, request.scope, request.key).subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};
