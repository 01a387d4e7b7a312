import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/preact-query';
import { api, dataOf } from '../../../shared/api/client.ts';
import { insist } from '../../../shared/api/insist.ts';
import type { components } from '../../../shared/api/schema.ts';
import { versionHeader } from '../../../shared/api/versionHeader.ts';
import { type Drawing, type Layout, rowsOf } from './Drawing.ts';

const keyOf = (hallId: string) => ['hall-drawing', hallId];

/** A hall with its newest layout. */
export const useLayout = (hallId: string) =>
  useQuery({
    queryKey: keyOf(hallId),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const hall = await dataOf(api.GET('/v1/halls/{id}', { params: { path: { id: hallId } } }));
      const path = { id: hallId, version: String(hall.layoutVersion) };
      const layout: Layout = await dataOf(api.GET('/v1/halls/{id}/layouts/{version}', { params: { path } }));
      return { hall, layout };
    },
  });

type Read = ReturnType<typeof useLayout>['data'];

/** What is told about the hall is as this says; its drawing stays. */
export const keepHall = (client: QueryClient, hall: components['schemas']['Hall']): void => {
  client.setQueryData<Read>(keyOf(hall.id), (before) => before && { ...before, hall });
};

/** Saves the next version, unless there is a newer one than `version`. */
export const useSaving = (hallId: string, version: number) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (drawing: Drawing): Promise<Layout> => {
      const header = versionHeader(version);
      const params = { path: { id: hallId }, header };
      return insist(() =>
        dataOf(api.POST('/v1/halls/{id}/layouts', { params, body: { rows: rowsOf(drawing) } })),
      );
    },
    onSuccess: (layout) =>
      client.setQueryData<Read>(
        keyOf(hallId),
        (before) => before && { hall: { ...before.hall, layoutVersion: layout.version }, layout },
      ),
  });
};

export const useReload = (hallId: string) => {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keyOf(hallId) });
};
