/** Compact JWS (RFC 7515, EdDSA with Ed25519), which can be verified with the published keys. */
import type { TicketClaims } from '../domain/ticket/ticketClaims.ts';

/** JSON Web Key (RFC 8037). */
export interface TicketPublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  /** RFC 7638 thumbprint, the same on every node. */
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'EdDSA';
}

export type TicketVerification =
  | { readonly valid: true; readonly claims: TicketClaims }
  | { readonly valid: false; readonly why: 'expired'; readonly claims: TicketClaims }
  | { readonly valid: false; readonly why: 'malformed' | 'bad-signature' };

export interface TicketCodes {
  /** Deterministic, on every node. */
  signTicket(claims: TicketClaims): Promise<string>;
  /** `nowMs`: since the epoch; expired from `exp` on. Never throws. */
  verifyTicket(code: string, nowMs: number): Promise<TicketVerification>;
  /** For `GET /v1/keys`: the current key first, then retired ones. */
  publicKeys(): { readonly keys: readonly TicketPublicKey[] };
}
