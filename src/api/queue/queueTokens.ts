/**
 * Tokens of an entry and of an admission: HMACs over the ids and over the caller, who is not named in them. Another
 * caller's token is as good as none. Nothing is stored, and a repeat gives the same.
 */
import { timingSafeEqual } from 'node:crypto';
import { hmacSha256 } from '../../commands/engine/hmacSha256.ts';
import { bytesOfUuid, uuidOfBytes } from '../../commands/engine/uuidBytes.ts';

export interface EntryContent {
  readonly queueId: string;
  readonly entryId: string;
  /** Once it is known. */
  readonly place?: number;
}

const idBytes = 16;
const placeBytes = 4;
const contentBytes = 2 * idBytes + placeBytes;
/** 144 bits of the HMAC. */
const macBytes = 18;
const tokenPattern = /^[A-Za-z0-9_-]{72}$/;

export type QueueTokenKind = 'entry' | 'admission';

const macOf = (key: Uint8Array, kind: QueueTokenKind, content: Buffer, callerKey: string): Buffer =>
  hmacSha256(key, `queue ${kind}`, content, callerKey).subarray(0, macBytes);

export const issueQueueToken = (
  key: Uint8Array,
  kind: QueueTokenKind,
  { queueId, entryId, place = 0 }: EntryContent,
  callerKey: string,
): string => {
  const content = Buffer.alloc(contentBytes);
  content.set(bytesOfUuid(queueId));
  content.set(bytesOfUuid(entryId), idBytes);
  content.writeUInt32BE(place, 2 * idBytes);
  return Buffer.concat([content, macOf(key, kind, content, callerKey)]).toString('base64url');
};

/** With the caller's key that it is bound to. Undefined for a token that is not ours, of another kind or caller. */
export const readQueueToken = (
  keys: readonly Uint8Array[],
  kind: QueueTokenKind,
  token: string,
  callerKeys: readonly string[],
): (EntryContent & { readonly callerKey: string }) | undefined => {
  if (!tokenPattern.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  const content = bytes.subarray(0, contentBytes);
  const mac = bytes.subarray(contentBytes);
  const callerKey = callerKeys.find((each) =>
    keys.some((key) => timingSafeEqual(mac, macOf(key, kind, content, each))),
  );
  if (callerKey === undefined) return undefined;
  const place = content.readUInt32BE(2 * idBytes);
  return {
    queueId: uuidOfBytes(content),
    entryId: uuidOfBytes(content, idBytes),
    ...(place === 0 ? {} : { place }),
    callerKey,
  };
};
