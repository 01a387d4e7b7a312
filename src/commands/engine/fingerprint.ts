import { canonicalJson } from './canonicalJson.ts';
import { hmacSha256 } from './hmacSha256.ts';
import { uuidOfHash } from './uuidBytes.ts';

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
export const keyedId = (secret: Uint8Array, request: KeyedRequest, what: string): string =>
  uuidOfHash(hmacOf(secret, 'id', what, request.scope, request.key));
