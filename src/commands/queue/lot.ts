/** The draw, as docs/verify-lot.mjs repeats it. All values are hashed as raw bytes. */
import { createHash, hash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { NewEntry } from '../../ports/WaitingRoom.ts';
import { bytesOfUuid } from '../engine/uuidBytes.ts';

/** In hexadecimal; of the seed in hexadecimal. */
export const seedHashOf = (seed: string): string => hash('sha256', Buffer.from(seed, 'hex'), 'hex');

/** Feed it the entries in order of id. */
export const openRoot = () => {
  const sha256 = createHash('sha256');
  return {
    add: ({ entryId, contribution }: NewEntry): void => {
      sha256.update(bytesOfUuid(entryId)).update(Buffer.from(contribution, 'hex'));
    },
    /** In hexadecimal. */
    root: (): string => sha256.digest('hex'),
  };
};

/** Hashed at a time; the process answers requests in between. */
const hashedAtOnce = 2_000;

/** The ids in order of place. */
export const drawOrder = async (
  ids: readonly string[],
  { seed, root }: { readonly seed: string; readonly root: string },
): Promise<readonly string[]> => {
  const prefix = Buffer.from(seed + root, 'hex');
  const numbered: { readonly id: string; readonly number: string }[] = [];
  for (const [index, id] of ids.entries()) {
    if (index % hashedAtOnce === hashedAtOnce - 1) await breathe();
    numbered.push({ id, number: hash('sha256', Buffer.concat([prefix, bytesOfUuid(id)]), 'hex') });
  }
  numbered.sort((one, other) => (one.number < other.number ? -1 : 1));
  return numbered.map(({ id }) => id);
};
