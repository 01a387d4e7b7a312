import { useInfiniteQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../../../shared/api/client.ts';
import type { paths } from '../../../shared/api/schema.ts';
import { type Drawing, rowsOf } from '../drawing/Drawing.ts';

type Answer =
  paths['/v1/halls/{id}/layouts/rehearsal']['post']['responses'][200]['content']['application/json'];
export type Rehearsal = Answer['items'][number];
export type Move = Rehearsal['moves'][number];

const showsPerPage = '50';
const filePagesMax = 100;

const question = (hallId: string, drawing: Drawing, cursor: string) => ({
  params: { path: { id: hallId }, query: { limit: showsPerPage, ...(cursor === '' ? {} : { cursor }) } },
  body: { rows: rowsOf(drawing) },
});

/** Idle without a drawing. */
export const useRehearsal = (hallId: string, drawing: Drawing | undefined) =>
  useInfiniteQuery({
    queryKey: ['rehearsal', hallId, drawing],
    enabled: drawing !== undefined,
    staleTime: 0,
    initialPageParam: '',
    queryFn: ({ pageParam }: { readonly pageParam: string }) =>
      dataOf(api.POST('/v1/halls/{id}/layouts/rehearsal', question(hallId, drawing ?? [], pageParam))),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

const withoutFirstLine = (text: string): string => text.slice(text.indexOf('\n') + 1);

/** The same as a file: one line for each seat that has to move, of all shows. */
export const readFile = async (hallId: string, drawing: Drawing): Promise<Blob> => {
  const parts: string[] = [];
  let cursor: string | null = '';
  for (let page = 0; page < filePagesMax && cursor !== null; page += 1) {
    const answer: { readonly data?: unknown; readonly error?: unknown; readonly response: Response } =
      await api.POST('/v1/halls/{id}/layouts/rehearsal', {
        ...question(hallId, drawing, cursor),
        headers: { accept: 'text/csv' },
        parseAs: 'text',
      });
    const text = String(await dataOf(Promise.resolve(answer)));
    parts.push(page === 0 ? text : withoutFirstLine(text));
    cursor = answer.response.headers.get('marquee-next-cursor');
  }
  return new Blob(parts, { type: 'text/csv' });
};
