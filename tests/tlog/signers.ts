import { privateKeyOf, publicPartOf } from '../../src/adapters/keys/ed25519.ts';
import type { SignatureType, Signer } from '../../src/tlog/note.ts';

/** The same key for the same `fill`. */
export const signerOf = (name: string, fill: number, type: SignatureType = 'note'): Signer => {
  const privateKey = privateKeyOf(Buffer.alloc(32, fill));
  return { name, type, key: Buffer.from(publicPartOf(privateKey), 'base64url'), privateKey };
};
