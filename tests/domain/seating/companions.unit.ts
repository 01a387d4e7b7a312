import { expect, it } from 'vitest';
import { missingWheelchairs } from '../../../src/domain/seating/companions.ts';
import { at, idsOf, planOf } from './halls.ts';

const missing = (rows: readonly string[], taken: readonly string[], chosen: readonly string[]) => {
  const plan = planOf(rows);
  const gone = new Set(at(plan, ...taken));
  return idsOf(
    plan,
    missingWheelchairs(plan, (seat) => !gone.has(seat), at(plan, ...chosen)),
  );
};

it.each([
  ['a companion seat alone', ['wcrrcw'], [], ['A2'], ['A1']],
  ['with its wheelchair place', ['wcrrcw'], [], ['A1', 'A2'], []],
  ['with the wheelchair place of another', ['wcrrcw'], [], ['A2', 'A6'], ['A1']],
  ['between two wheelchair places', ['wcw'], [], ['A2'], ['A1', 'A3']],
  ['between two, one of them chosen', ['wcw'], [], ['A2', 'A3'], []],
  ['once its wheelchair place is taken', ['wcrrcw'], ['A1'], ['A2'], []],
  ['not side by side, but between the same aisles', ['wrc crw'], [], ['A3'], ['A1']],
  ['in a hall without wheelchair places', ['rcr'], [], ['A2'], []],
  ['a wheelchair place alone', ['wc'], [], ['A1'], []],
])('%s', (_name, rows, taken, chosen, expected) => {
  expect(missing(rows, taken, chosen)).toEqual(expected);
});
