/** Reads the snapshot of a showtime by its layout in bytes, without the code that wrote it. */
import { inflateSync } from 'node:zlib';
import { type Fields, fieldsIn, fieldsOf, listIn, textIn, wholeIn } from './fields.ts';
import { seatDigest, seatKinds, tagOf } from './Seats.ts';

const seatWords = 3;
const slotWords = 13;
const slotWordAt = { holdId: 0, bookingId: 4 } as const;

/** Of the codecs whose bytes are read here. */
const readable = /^showtime\/[89]\+/;

const wordsOf = (text: string): Uint32Array => {
  const bytes = Buffer.from(text, 'base64');
  return Uint32Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) => bytes.readUInt32LE(4 * at));
};

const idAt = (words: Uint32Array, at: number): string => {
  const hex = [0, 1, 2, 3].map((word) => (words[at + word] ?? 0).toString(16).padStart(8, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

const stateBytesMax = 64 * 2 ** 20;

/** JSON, deflated, in base64; in older snapshots a plain object. */
const stateIn = (data: Fields): Fields => {
  if (typeof data.state !== 'string') return fieldsIn(data, 'state');
  const text = inflateSync(Buffer.from(data.state, 'base64'), { maxOutputLength: stateBytesMax });
  return fieldsOf(JSON.parse(text.toString()), 'state');
};

export interface SnapshotSeats {
  readonly digest: number;
  readonly isCancelled: boolean;
}

/** Undefined for a snapshot that another fold made: the program passes over it too. */
export const snapshotSeats = (data: Fields): SnapshotSeats | undefined => {
  if (!readable.test(textIn(data, 'madeBy'))) return undefined;
  const state = stateIn(data);
  const seats = listIn(state, 'seats').length;
  const claims = fieldsOf(state.claims, 'claims');
  const words = wordsOf(textIn(claims, 'words'));
  const isWhole =
    words.length === 0 || words.length === seats * seatWords + wholeIn(claims, 'slots') * slotWords;
  let digest = isWhole ? 0 : -1;
  for (let place = 0; place < seats && words.length > 0; place += 1) {
    const kind = seatKinds[(words[place * seatWords] ?? 0) & 3] ?? 'free';
    const slot = (words[place * seatWords + 1] ?? 0) - 1;
    const at =
      seats * seatWords + slot * slotWords + (kind === 'held' ? slotWordAt.holdId : slotWordAt.bookingId);
    digest ^= seatDigest(place, kind, kind === 'blocked' ? 0 : tagOf(idAt(words, at)));
  }
  return { digest, isCancelled: textIn(state, 'status') === 'cancelled' };
};
