import { createHash } from 'node:crypto';
import { uuidOfHash } from '../commands/engine/uuidBytes.ts';

const digest = (key: string): Buffer => createHash('sha256').update(`marquee/${key}`).digest();

/** A version 8 UUID, the same in every run. */
export const demoId = (key: string): string => uuidOfHash(digest(key));

/** Evenly distributed over 0 ≤ f < 1. */
export const demoFraction = (key: string): number => digest(key).readUIntBE(0, 6) / 2 ** 48;

/** A weighted choice, the same in every run. Throws for an empty list. */
export const demoChoice = <Item>(
  key: string,
  items: readonly Item[],
  weightOf: (item: Item) => number = () => 1,
): Item => {
  let total = 0;
  for (const item of items) total += weightOf(item);
  let rest = demoFraction(key) * total;
  for (const item of items) {
    rest -= weightOf(item);
    if (rest < 0) return item;
  }
  // Reached only when rounding makes the sum too small.
  const last = items.at(-1);
  if (last === undefined) throw new Error(`nothing to choose from for ${key}`);
  return last;
};
