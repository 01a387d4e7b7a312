import { describe, expect, it } from 'vitest';
import { createTurnTaking } from '../../../src/commands/engine/turnTaking.ts';
import { testClock } from '../../support/nodes.ts';

/** Rests of a busy node that appends for so long: each append takes 2 ms and holds twenty commands. */
const restsWithin = async (ms: number, heard: (elapsedMs: number) => boolean): Promise<number> => {
  const clock = testClock(0);
  let rests = 0;
  const rest = (): Promise<void> => {
    rests += 1;
    return Promise.resolve();
  };
  const turns = createTurnTaking(clock, rest);
  for (let elapsedMs = 0; elapsedMs < ms; elapsedMs += 2) {
    await turns.yieldIfDue();
    if (heard(elapsedMs)) turns.heardOthers();
    clock.advance(2);
    turns.appended(2, 20);
  }
  return rests;
};

describe('a busy node', () => {
  it('rests seldom while no other node was heard', async () => {
    expect(await restsWithin(10_000, () => false)).toBe(24);
  });

  it('rests after each append while another is heard', async () => {
    expect(await restsWithin(1_000, () => true)).toBe(499);
  });

  it('rests ten times a second for a minute after another fell silent', async () => {
    expect(await restsWithin(5_000, (elapsedMs) => elapsedMs === 0)).toBe(249 + 45);
    expect(await restsWithin(70_000, (elapsedMs) => elapsedMs === 0)).toBe(249 + 595 + 25);
  });
});
