import { useMutation, useQuery, useQueryClient } from '@tanstack/preact-query';
import { api, dataOf } from '../../../shared/api/client.ts';
import { insist } from '../../../shared/api/insist.ts';
import type { paths } from '../../../shared/api/schema.ts';
import { versionHeader } from '../../../shared/api/versionHeader.ts';

export type Pricing =
  paths['/v1/showtimes/{id}/pricing']['get']['responses'][200]['content']['application/json'];
export type PriceEdit =
  paths['/v1/showtimes/{id}/pricing/preview']['post']['requestBody']['content']['application/json'];

export const usePricing = (id: string) =>
  useQuery({
    queryKey: ['desk', 'pricing', id],
    staleTime: 0,
    queryFn: () => dataOf(api.GET('/v1/showtimes/{id}/pricing', { params: { path: { id } } })),
  });

/** What seats would cost; idle without an edit. */
export const usePreview = (id: string, edit: PriceEdit | undefined) =>
  useQuery({
    queryKey: ['desk', 'preview', id, edit],
    enabled: edit !== undefined,
    placeholderData: (before) => before,
    retry: false,
    queryFn: () =>
      dataOf(api.POST('/v1/showtimes/{id}/pricing/preview', { params: { path: { id } }, body: edit ?? {} })),
  });

/** Replaces the prices that were read, and no newer ones. */
export const useRepricing = (id: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ edit, version }: { readonly edit: PriceEdit; readonly version: number }) => {
      const header = versionHeader(version);
      const params = { path: { id }, header };
      return insist(() => dataOf(api.PUT('/v1/showtimes/{id}/pricing', { params, body: edit })));
    },
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['desk', 'pricing', id] });
      await queries.invalidateQueries({ queryKey: ['show', id] });
    },
  });
};
