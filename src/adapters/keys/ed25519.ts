import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** PKCS #8 of an Ed25519 private key (RFC 8410), up to the 32 bytes of seed. */
const pkcs8Start = Buffer.from('302e020100300506032b657004220420', 'hex');
const seedBytes = 32;

export interface PublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly alg: 'EdDSA';
}

export const privateKeyOf = (seed: Uint8Array): KeyObject => {
  if (seed.length !== seedBytes) throw new RangeError(`a signing key takes ${seedBytes} bytes of seed`);
  const key = Buffer.concat([pkcs8Start, seed]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
};

export const publicPartOf = (privateKey: KeyObject): string => {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (x === undefined) throw new Error('an Ed25519 key without its public part');
  return x;
};

export const publicKeyOf = (x: string): PublicKey => {
  // RFC 7638: the required members, in the order of their names.
  const members = JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x });
  const kid = createHash('sha256').update(members).digest('base64url');
  return { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA' };
};

export const verifierOf = ({ kty, crv, x }: PublicKey): KeyObject =>
  createPublicKey({ key: { kty, crv, x }, format: 'jwk' });
