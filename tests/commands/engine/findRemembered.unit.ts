import { Map as PersistentMap } from 'immutable';
import { expect, it } from 'vitest';
import { findRecent } from '../../../src/commands/engine/findRemembered.ts';
import { noRequests } from '../../../src/commands/engine/RememberedRequests.ts';

const request = { body: 'b-old', firstRevision: 3, lastRevision: 4 };
const earlier = (body: string) => [
  { key: 'k-between', body },
  { key: 'k-old', body },
];

it.each(['current', 'previous'] as const)('finds what was asked under an older secret: %s', (generation) => {
  const remembered = { ...noRequests, [generation]: PersistentMap([['k-old', request]]) };
  const asked = { key: 'k-new', body: 'b-new' };
  expect(findRecent(remembered, asked)).toBeUndefined();
  expect(findRecent(remembered, { ...asked, earlier: earlier('b-old') })).toEqual({ request, same: true });
  expect(findRecent(remembered, { ...asked, earlier: earlier('other') })).toEqual({ request, same: false });
  expect(findRecent(remembered, { key: 'k-old', body: 'b-old' })).toEqual({ request, same: true });
});
