import { useMutation, useQueryClient } from '@tanstack/preact-query';
import { api, dataOf } from '../../../shared/api/client.ts';
import { insist } from '../../../shared/api/insist.ts';
import type { components } from '../../../shared/api/schema.ts';
import { versionHeader } from '../../../shared/api/versionHeader.ts';
import { keepHall } from '../drawing/useLayout.ts';

export type Hall = components['schemas']['Hall'];
export type HallDetails = Pick<Hall, 'name' | 'loneSeatRule' | 'cleaningMinutes'>;

/** Replaces the details of a hall. Refused as `stale-version` when the hall has a newer version than the one shown. */
export const useRevising = ({ id, theaterId, version }: Hall) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: HallDetails): Promise<Hall> => {
      const header = versionHeader(version);
      return insist(() => dataOf(api.PUT('/v1/halls/{id}', { params: { path: { id }, header }, body })));
    },
    onSuccess: (hall) => {
      keepHall(client, hall);
      void client.invalidateQueries({ queryKey: ['halls', theaterId] });
    },
  });
};
