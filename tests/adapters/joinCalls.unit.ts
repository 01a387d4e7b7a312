import { describe, expect, it } from 'vitest';
import { joinCalls } from '../../src/adapters/joinCalls.ts';

const open = (max = 3) => {
  const sent: (readonly number[])[] = [];
  const square = joinCalls<number, number>(async (asked) => {
    sent.push(asked);
    if (asked.includes(0)) throw new Error('nothing to square');
    return asked.map((each) => each * each);
  }, max);
  return { sent, square };
};

describe('calls that are joined', () => {
  it('go together when they are made at one moment, as many as fit, each with its own answer', async () => {
    const { sent, square } = open();
    expect(await Promise.all([1, 2, 3, 4].map(square))).toEqual([1, 4, 9, 16]);
    expect(await square(5)).toBe(25);
    expect(sent).toEqual([[1, 2, 3], [4], [5]]);
  });

  it('are sent one by one when they fail together, and only what is refused alone fails', async () => {
    const { sent, square } = open();
    const answers = await Promise.allSettled([1, 0, 3].map(square));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(sent).toEqual([[1, 0, 3], [1], [0], [3]]);
  });

  it('are sent once when alone', async () => {
    const { sent, square } = open();
    await expect(square(0)).rejects.toThrow('nothing to square');
    expect(sent).toEqual([[0]]);
  });
});
