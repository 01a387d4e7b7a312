import { expect, it } from 'vitest';
import { applyMessage, type LiveMap } from '../../web/src/shared/seats/live/LiveMap.ts';

const map: LiveMap = { revision: 5, layoutVersion: 1, status: 'AAHB' };
const indexOf = (id: string): number | undefined => ({ A1: 0, A2: 1, A3: 2, A4: 3 })[id];

it('takes a snapshot, and the changes after it', () => {
  expect(applyMessage(undefined, { type: 'snapshot', ...map }, indexOf)).toEqual(map);
  expect(
    applyMessage(
      map,
      {
        type: 'delta',
        revision: 6,
        changes: [
          ['A1', 'H'],
          ['A3', 'A'],
        ],
      },
      indexOf,
    ),
  ).toEqual({
    ...map,
    revision: 6,
    status: 'HAAB',
  });
});

it('keeps what it knows when an older message comes late', () => {
  expect(applyMessage(map, { type: 'delta', revision: 5, changes: [['A1', 'B']] }, indexOf)).toBe(map);
  expect(applyMessage(map, { type: 'snapshot', ...map, revision: 4, status: 'AAAA' }, indexOf)).toBe(map);
});

it('waits for a whole map', () => {
  expect(
    applyMessage(undefined, { type: 'delta', revision: 6, changes: [['A1', 'H']] }, indexOf),
  ).toBeUndefined();
});

it('passes over seats that the layout does not have', () => {
  const next = applyMessage(map, { type: 'delta', revision: 6, changes: [['Z9', 'H']] }, indexOf);
  expect(next).toEqual({ ...map, revision: 6 });
});
