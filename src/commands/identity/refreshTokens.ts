import { timingSafeEqual } from 'node:crypto';
import { parse, stringify } from 'uuid';
import type { Session } from '../../ports/Sessions.ts';
import { hmacSha256 } from '../engine/hmacSha256.ts';
import { uuidOfHash } from '../engine/uuidBytes.ts';

const idBytes = 16;
const generationBytes = 4;
const macBytes = 32;
/** Session id, generation, MAC. */
const pattern = /^[A-Za-z0-9_-]{70}$/;

type Signed = Pick<Session, 'id' | 'salt' | 'generation'>;

const macOf = (key: Uint8Array, purpose: string, { id, salt, generation }: Signed): Buffer =>
  hmacSha256(key, JSON.stringify([purpose, id, generation]), salt);

/** The same each time, so that an answer that was lost can be given again. */
export const refreshTokenOf = (key: Uint8Array, session: Signed): string => {
  const generation = Buffer.alloc(generationBytes);
  generation.writeUInt32BE(session.generation);
  const mac = macOf(key, 'refresh-token', session);
  return Buffer.concat([parse(session.id), generation, mac]).toString('base64url');
};

/** Of the access token that is given out with a refresh token. A version 8 UUID. */
export const accessTokenIdOf = (key: Uint8Array, session: Signed): string =>
  uuidOfHash(macOf(key, 'access-token-id', session));

export interface PresentedToken {
  readonly sessionId: string;
  readonly generation: number;
  readonly mac: Uint8Array;
}

/** Undefined for a text that cannot be a refresh token. Nothing is proved yet. */
export const readRefreshToken = (text: string): PresentedToken | undefined => {
  if (!pattern.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  const id = bytes.subarray(0, idBytes);
  // The characters carry two bits more than the bytes.
  if (bytes.length !== idBytes + generationBytes + macBytes || bytes.toString('base64url') !== text) {
    return undefined;
  }
  try {
    return {
      sessionId: stringify(id),
      generation: bytes.readUInt32BE(idBytes),
      mac: bytes.subarray(idBytes + generationBytes),
    };
  } catch {
    return undefined;
  }
};

export const isRefreshTokenOf = (
  keys: readonly Uint8Array[],
  { generation, mac }: PresentedToken,
  { id, salt }: Session,
): boolean => keys.some((key) => timingSafeEqual(mac, macOf(key, 'refresh-token', { id, salt, generation })));
