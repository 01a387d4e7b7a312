import { z } from 'zod';

const charsMin = 32;
const olderMax = 8;
/** Estimates of a hundred random bits, in whatever letters, come out above it. */
const bitsMin = 40;
const bitsBesideWordsMin = 128;

const wellKnown =
  /change[-_. ]?(?:me|it|this)|replace[-_. ]?(?:me|this|with)|placeholder|example|secret|password|passwort|default|insert|your[-_. ]|dummy|sample|qwerty|asdfgh|letmein|marquee|^<.*>$|\.{3}/gi;

/** Letters that neither follow their neighbour in the alphabet, nor end three that came before. */
const newLetters = (text: string): readonly string[] => {
  const seen = new Set<string>();
  const letters = [...text];
  return letters.filter((letter, at) => {
    const before = letters[at - 1];
    const step = before === undefined ? 2 : (letter.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0);
    const three = letters.slice(Math.max(0, at - 2), at + 1).join('');
    const isNew = Math.abs(step) > 1 && !seen.has(three);
    seen.add(three);
    return isNew;
  });
};

/** A rough measure, in bits, of how much of it has to be guessed. */
const guessBits = (text: string): number => {
  const letters = newLetters(text);
  const counts = Map.groupBy(letters, (letter) => letter);
  const shares = [...counts.values()].map(({ length }) => length / letters.length);
  return letters.length * shares.reduce((sum, share) => sum - share * Math.log2(share), 0);
};

const isGuessable = (text: string): boolean => {
  const beside = text.replaceAll(wellKnown, '');
  return guessBits(beside) < (beside === text ? bitsMin : bitsBesideWordsMin);
};

export const secret = z
  .string()
  .min(charsMin, { error: `must have ${charsMin} characters or more`, abort: true })
  .refine((text) => !isGuessable(text), 'can be guessed; make one with: openssl rand -hex 32');

/** Comma-separated, the latest first. A weak one may be named: what was written under it has to be read. */
export const olderSecrets = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .refine(
    (all) => all.every(({ length }) => length >= charsMin),
    `each must have ${charsMin} characters or more`,
  )
  .refine(({ length }) => length <= olderMax, `at most ${olderMax}`);
