/** Nine characters in three groups, without those that look alike; the last one is a check. It is not a secret. */

/** 31 characters, a prime, so that the check finds every single wrong one and every two exchanged. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const base = alphabet.length;
const codeChars = 8;
const groupChars = 3;
/** The last 48 bits of an id are random in every version of UUID used here. */
const randomHexDigits = 12;

const checkOf = (code: readonly number[]): number => {
  const sum = code.reduce((total, digit, place) => total + digit * (place + 2), 0);
  return sum % base;
};

/** `bookingId` is a UUID. The same id gives the same reference; two ids give the same one about never. */
export const bookingReference = (bookingId: string): string => {
  let rest = BigInt(`0x${bookingId.replaceAll('-', '').slice(-randomHexDigits)}`);
  const code = Array.from({ length: codeChars }, () => {
    const digit = Number(rest % BigInt(base));
    rest /= BigInt(base);
    return digit;
  });
  const characters = [...code, checkOf(code)].map((digit) => alphabet.charAt(digit)).join('');
  return [0, 1, 2].map((group) => characters.slice(group * groupChars, (group + 1) * groupChars)).join('-');
};

/** The stored form of what was read out or typed; undefined when it cannot be a reference. */
export const readReference = (typed: string): string | undefined => {
  const characters = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  const digits = [...characters].map((character) => alphabet.indexOf(character));
  const check = digits.at(-1);
  if (digits.length !== codeChars + 1 || digits.includes(-1)) return undefined;
  if (check !== checkOf(digits.slice(0, codeChars))) return undefined;
  return [0, 1, 2].map((group) => characters.slice(group * groupChars, (group + 1) * groupChars)).join('-');
};
