/** Pins what the audit makes of one log. When this fails, move `auditVersion` and pin the new result. */
import { expect, it } from 'vitest';
import { auditVersion } from '../../src/audit/AuditShape.ts';
import { hashOf } from '../support/hashOf.ts';
import { auditOf, toldLog } from './toldLog.ts';

const pinned: Readonly<Record<number, string>> = {
  5: 'b0e1163d8114e9715da1ef23cfd186d51b394e35fc09301e6bbe0e9ad21b198c',
};

it('names the fold of the audit', async () => {
  const { shape } = auditOf(await toldLog());
  expect({ [auditVersion]: hashOf(shape) }).toEqual({ [auditVersion]: pinned[auditVersion] });
});
