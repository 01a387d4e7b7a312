import type { Signer, Verifier } from '../../tlog/note.ts';
import { privateKeyOf, publicPartOf } from './ed25519.ts';

/** @param seed 32 bytes, derived from the master secret for this purpose */
export const checkpointSigner = (seed: Uint8Array, origin: string): Signer => {
  const privateKey = privateKeyOf(seed);
  const key = Buffer.from(publicPartOf(privateKey), 'base64url');
  return { name: origin, type: 'note', key, privateKey };
};

export const checkpointVerifier = (seed: Uint8Array, origin: string): Verifier => {
  const { name, type, key } = checkpointSigner(seed, origin);
  return { name, type, key };
};
