/**
 * Makes and checks the codes of tickets: compact JWS (RFC 7515, EdDSA with Ed25519) that anyone can verify with the
 * published keys.
 */
import type { TicketClaims } from '../domain/ticket/ticketClaims.ts';

/** A public key as JSON Web Key (RFC 8037). */
export interface TicketPublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  /** The key, base64url. */
  readonly x: string;
  /** The key's thumbprint (RFC 7638): the same on every node. */
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'EdDSA';
}

export type TicketVerification =
  | { readonly valid: true; readonly claims: TicketClaims }
  /** Signed by us: what it claims was true. */
  | { readonly valid: false; readonly why: 'expired'; readonly claims: TicketClaims }
  | { readonly valid: false; readonly why: 'malformed' | 'bad-signature' };

export interface TicketCodes {
  /** The same claims give the same code, on every node and at any time. */
  signTicket(claims: TicketClaims): Promise<string>;
  /** `nowMs`: since the epoch; a ticket is expired from its `exp` on. Never throws, whatever the text is. */
  verifyTicket(code: string, nowMs: number): Promise<TicketVerification>;
  /** What `GET /v1/keys` answers: the key that signs first, then those that signed before it. */
  publicKeys(): { readonly keys: readonly TicketPublicKey[] };
}
