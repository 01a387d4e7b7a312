/** Which halves of a unit are missing from a choice. */
import { describe, expect, it } from 'vitest';
import { missingPartners } from '../../../src/domain/seating/units.ts';
import { at, idsOf, planOf } from './halls.ts';

describe('missingPartners', () => {
  const plan = planOf(['r[][]r']);
  const missing = (...ids: readonly string[]) => idsOf(plan, missingPartners(plan, at(plan, ...ids)));

  it('names the seats of touched units that were not chosen', () => {
    expect(missing('A3')).toEqual(['A2']);
    expect(missing('A4', 'A3', 'A1')).toEqual(['A2', 'A5']);
  });

  it('misses nobody where units are whole or untouched', () => {
    expect(missing('A1', 'A6')).toEqual([]);
    expect(missing('A5', 'A4')).toEqual([]);
    expect(missing()).toEqual([]);
  });
});
