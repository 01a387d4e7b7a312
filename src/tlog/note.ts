/** C2SP signed-note, tlog-checkpoint and tlog-cosignature, all with Ed25519. */
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { hashBytes } from './merkle.ts';

const signatureTypes = { note: 1, cosignature: 4 } as const;
export type SignatureType = keyof typeof signatureTypes;

const keyBytes = 32;
const idBytes = 4;
const signatureBytes = 64;
const timeBytes = 8;
const noteBytesMax = 100_000;
const namePattern = /^[^\s+\p{Cc}]+$/u;
/** SubjectPublicKeyInfo of an Ed25519 key (RFC 8410), up to its 32 bytes. */
const spkiStart = Buffer.from('302a300506032b6570032100', 'hex');

export interface Verifier {
  readonly name: string;
  readonly type: SignatureType;
  /** Raw, 32 bytes. */
  readonly key: Uint8Array;
}

const idOf = ({ name, type, key }: Verifier): Buffer =>
  createHash('sha256')
    .update(`${name}\n`)
    .update(Uint8Array.of(signatureTypes[type]))
    .update(key)
    .digest()
    .subarray(0, idBytes);

/** As Go's `note` reads it: name, id in hex, type and key in base64. */
export const verifierText = (verifier: Verifier): string => {
  const material = Buffer.concat([Uint8Array.of(signatureTypes[verifier.type]), verifier.key]);
  return `${verifier.name}+${idOf(verifier).toString('hex')}+${material.toString('base64')}`;
};

/** Undefined for what is no such text. */
export const parseVerifier = (text: string): Verifier | undefined => {
  const [, name = '', id = '', material = ''] =
    /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const bytes = Buffer.from(material, 'base64');
  const type = bytes[0] === signatureTypes.note ? 'note' : 'cosignature';
  if (bytes.length !== keyBytes + 1 || bytes[0] !== signatureTypes[type] || !namePattern.test(name))
    return undefined;
  const verifier: Verifier = { name, type, key: bytes.subarray(1) };
  return idOf(verifier).toString('hex') === id ? verifier : undefined;
};

export interface TreeHead {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** The text that is signed. */
export const checkpointText = ({ origin, size, root }: TreeHead): string =>
  `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;

const lineOf = (verifier: Verifier, signature: Uint8Array): string =>
  `— ${verifier.name} ${Buffer.concat([idOf(verifier), signature]).toString('base64')}\n`;

export interface Signer extends Verifier {
  readonly privateKey: KeyObject;
}

export const signedCheckpoint = (head: TreeHead, signer: Signer): string => {
  const text = checkpointText(head);
  return `${text}\n${lineOf(signer, sign(null, Buffer.from(text), signer.privateKey))}`;
};

const cosignedText = (text: string, seconds: number): Buffer =>
  Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);

/** A line to be added to a signed checkpoint. */
export const cosignature = (text: string, seconds: number, signer: Signer): string => {
  const time = Buffer.alloc(timeBytes);
  time.writeBigUInt64BE(BigInt(seconds));
  return lineOf(signer, Buffer.concat([time, sign(null, cosignedText(text, seconds), signer.privateKey)]));
};

export interface SignatureLine {
  readonly name: string;
  readonly id: Uint8Array;
  readonly signature: Uint8Array;
  readonly line: string;
}

const parseSignatureLine = (line: string): SignatureLine | undefined => {
  const [, name = '', encoded = ''] = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  if (!namePattern.test(name) || bytes.length <= idBytes) return undefined;
  return { name, id: bytes.subarray(0, idBytes), signature: bytes.subarray(idBytes), line: `${line}\n` };
};

export interface Note {
  readonly text: string;
  readonly signatures: readonly SignatureLine[];
}

/** Undefined for what is no signed note. */
export const parseNote = (note: string): Note | undefined => {
  const end = note.lastIndexOf('\n\n');
  if (note.length > noteBytesMax || end === -1 || !note.endsWith('\n')) return undefined;
  const lines = note
    .slice(end + 2, -1)
    .split('\n')
    .map(parseSignatureLine);
  const signatures = lines.filter((line) => line !== undefined);
  return signatures.length === lines.length ? { text: note.slice(0, end + 1), signatures } : undefined;
};

/** Undefined for what is no checkpoint. */
export const parseCheckpoint = (text: string): TreeHead | undefined => {
  const [, origin, size, encoded = ''] =
    /^([^\n]+)\n(0|[1-9]\d*)\n([A-Za-z0-9+/=]+)\n(?:[^\n]+\n)*$/.exec(text) ?? [];
  const root = Buffer.from(encoded, 'base64');
  if (origin === undefined || root.length !== hashBytes || !Number.isSafeInteger(Number(size)))
    return undefined;
  return { origin, size: Number(size), root };
};

const publicKeyOf = (key: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([spkiStart, key]), format: 'der', type: 'spki' });

const isSignedBy = (text: string, verifier: Verifier, signature: Uint8Array): boolean => {
  const key = publicKeyOf(verifier.key);
  if (verifier.type === 'note') {
    return signature.length === signatureBytes && verify(null, Buffer.from(text), key, signature);
  }
  if (signature.length !== timeBytes + signatureBytes) return false;
  const seconds = Buffer.from(signature).readBigUInt64BE();
  return verify(null, cosignedText(text, Number(seconds)), key, signature.subarray(timeBytes));
};

/**
 * The lines of the note that the verifier's key made. Undefined when there is none, or one that names the key and was not
 * made by it.
 */
export const signaturesBy = (
  { text, signatures }: Note,
  verifier: Verifier,
): readonly SignatureLine[] | undefined => {
  const id = idOf(verifier);
  const named = signatures.filter((each) => each.name === verifier.name && Buffer.compare(each.id, id) === 0);
  if (named.length === 0 || !named.every(({ signature }) => isSignedBy(text, verifier, signature)))
    return undefined;
  return named;
};
