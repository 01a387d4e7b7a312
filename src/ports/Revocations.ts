/** Tokens and sessions that were ended before their time. All nodes share them. */
export interface Revocations {
  /** From memory. Another node's revocation is known within a second, while Postgres answers. */
  isRevoked(id: string): boolean;
  /** `untilMs`: since the epoch. Holds on this node at once. Throws {@link IdentityStoreUnavailable}. */
  revoke(id: string, untilMs: number): Promise<void>;
}

export class IdentityStoreUnavailable extends Error {
  override readonly name = 'IdentityStoreUnavailable';
}
