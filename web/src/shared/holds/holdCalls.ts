import { apiOrigin } from '../api/apiOrigin.ts';
import { api, dataOf, identity } from '../api/client.ts';
import type { Hold, HoldKey } from './Held.ts';

const pathOf = ({ holdId, holdToken }: HoldKey) => ({
  path: { holdId },
  header: { 'Hold-Token': holdToken },
});

export const readHold = (key: HoldKey): Promise<Hold> =>
  dataOf(api.GET('/v1/holds/{holdId}', { params: pathOf(key) }));

export const extendHold = (key: HoldKey): Promise<Hold> =>
  dataOf(api.POST('/v1/holds/{holdId}/extend', { params: pathOf(key), body: {} }));

/** Also as the page goes away: the browser finishes the request without it. */
export const releaseHold = async ({ holdId, holdToken }: HoldKey): Promise<void> => {
  await fetch(`${apiOrigin}/v1/holds/${holdId}`, {
    method: 'DELETE',
    headers: { ...identity(), 'hold-token': holdToken },
    keepalive: true,
  });
};
