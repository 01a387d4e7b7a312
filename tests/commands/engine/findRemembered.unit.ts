/** A repeat is recognised under the key of today and under those of earlier secrets. */
import { expect, it } from 'vitest';
import { findRemembered } from '../../../src/commands/engine/findRemembered.ts';

const request = { body: 'b-old', firstRevision: 3, lastRevision: 4 };
const remembered = new Map([['k-old', request]]);
const earlier = (body: string) => [
  { key: 'k-between', body },
  { key: 'k-old', body },
];

it('finds what was asked under an older secret, and tells another body', () => {
  const asked = { key: 'k-new', body: 'b-new' };
  expect(findRemembered(remembered, asked)).toBeUndefined();
  expect(findRemembered(remembered, { ...asked, earlier: earlier('b-old') })).toEqual({
    request,
    same: true,
  });
  expect(findRemembered(remembered, { ...asked, earlier: earlier('other') })).toEqual({
    request,
    same: false,
  });
  expect(findRemembered(remembered, { key: 'k-old', body: 'b-old' })).toEqual({ request, same: true });
});
