import { expect, it } from 'vitest';
import { pollEvery } from '../../web/src/shared/api/pollEvery.ts';

const answered = { status: 'success', dataUpdatedAt: 10_000, errorUpdatedAt: 0 } as const;
const failedAt = (errorUpdatedAt: number) => ({ ...answered, status: 'error', errorUpdatedAt }) as const;

it('asks at its pace while it is answered, and less often the longer it is not', () => {
  const states = [answered, failedAt(10_500), failedAt(15_000), failedAt(25_000), failedAt(900_000)];
  expect(states.map((state) => pollEvery(2_000)({ state }))).toEqual([2_000, 2_000, 5_000, 15_000, 60_000]);
});
