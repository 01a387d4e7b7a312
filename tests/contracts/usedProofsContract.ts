/** What every adapter of UsedProofs holds. */
import { expect, it } from 'vitest';
import type { UsedProofs } from '../../src/ports/UsedProofs.ts';

export const usedProofsContract = (open: () => Promise<readonly [UsedProofs, UsedProofs]>): void => {
  it('lets a proof be used once, at whichever node, until it is given back or over', async () => {
    const [one, two] = await open();
    const soonMs = Date.now() + 60_000;
    const both = await Promise.all([one, two, one, two].map((node) => node.use('a', soonMs)));
    expect(both.filter(Boolean)).toHaveLength(1);
    expect(await two.use('b', soonMs)).toBe(true);
    await one.giveBack('a');
    expect(await two.use('a', soonMs)).toBe(true);
    expect(await one.use('a', soonMs)).toBe(false);
    expect(await one.use('over', Date.now() - 1)).toBe(true);
    expect(await two.use('over', soonMs)).toBe(true);
    expect(await one.use('over', soonMs)).toBe(false);
  });
};
