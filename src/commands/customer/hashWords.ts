import type { KeyedHash } from './guestCustomer.ts';

const wordsMax = 12;
const wordCharsMin = 2;
const hashBytes = 12;
/** Of telephone numbers only the end is compared: prefixes are written in many ways. */
const phoneDigits = 9;
const phoneDigitsMin = 6;

/** Words in lower case, without the accents of Latin letters; each once. */
export const nameWords = (name: string): readonly string[] => {
  const folded = name
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  const words = folded.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return [...new Set(words.filter(({ length }) => length >= wordCharsMin))].slice(0, wordsMax - 1);
};

/** What a telephone number is found by; undefined for less than six digits. */
export const phoneWord = (phone: string): string | undefined => {
  const digits = phone.replaceAll(/\D/g, '');
  return digits.length < phoneDigitsMin ? undefined : `tel:${digits.slice(-phoneDigits)}`;
};

/** HMACs by which staff of one theater find what was booked there, without the words themselves. */
export const hashWords = (hash: KeyedHash, theaterId: string, words: readonly string[]): readonly string[] =>
  words.map((word) =>
    Buffer.from(hash(JSON.stringify(['word', theaterId, word])))
      .subarray(0, hashBytes)
      .toString('base64url'),
  );
