import { useMutation, useQueryClient } from '@tanstack/preact-query';
import { useLocation } from 'wouter-preact';
import { api, dataOf } from '../../../shared/api/client.ts';
import { insist } from '../../../shared/api/insist.ts';
import type { paths } from '../../../shared/api/schema.ts';

type BodyOf<Path extends '/v1/theaters/{id}/halls' | '/v1/theaters/{id}/halls/import'> =
  paths[Path]['post']['requestBody']['content']['application/json'];
type NewHall =
  | { readonly body: BodyOf<'/v1/theaters/{id}/halls'> }
  | { readonly plan: BodyOf<'/v1/theaters/{id}/halls/import'> };

/** Drawn or imported; then the editor opens it. */
export const useNewHall = (theaterId: string) => {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  return useMutation({
    mutationFn: (hall: NewHall) => {
      const header = { 'Idempotency-Key': crypto.randomUUID() };
      const params = { path: { id: theaterId }, header };
      return insist(() =>
        'body' in hall
          ? dataOf(api.POST('/v1/theaters/{id}/halls', { params, body: hall.body }))
          : dataOf(api.POST('/v1/theaters/{id}/halls/import', { params, body: hall.plan })),
      );
    },
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: ['halls', theaterId] });
      navigate(`/desk/halls/${id}`);
    },
  });
};
