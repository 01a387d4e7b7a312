import { useMutation, useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../../../shared/api/client.ts';
import { insist } from '../../../shared/api/insist.ts';

const showsPerPage = '100';
const pagesMax = 50;
const atOnce = 4;

/** Ids of coming shows on an older layout version whose bookings all keep their seats in this one. */
const readMovable = async (hallId: string, version: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  let cursor: string | null = '';
  for (let page = 0; page < pagesMax && cursor !== null; page += 1) {
    const query = { limit: showsPerPage, ...(cursor === '' ? {} : { cursor }) };
    const params = { path: { id: hallId }, query };
    const answer: {
      readonly items: readonly { showtimeId: string; layoutVersion: number; moves: readonly unknown[] }[];
      readonly nextCursor: string | null;
    } = await dataOf(api.POST('/v1/halls/{id}/layouts/rehearsal', { params, body: { version } }));
    const movable = answer.items.filter(
      ({ layoutVersion, moves }) => layoutVersion < version && moves.length === 0,
    );
    ids.push(...movable.map(({ showtimeId }) => showtimeId));
    cursor = answer.nextCursor;
  }
  return ids;
};

export const useMovable = (hallId: string, version: number) =>
  useQuery({
    queryKey: ['movable', hallId, version],
    staleTime: 0,
    queryFn: () => readMovable(hallId, version),
  });

const move = async (id: string, version: number): Promise<void> => {
  const header = { 'Idempotency-Key': crypto.randomUUID() };
  const params = { path: { id }, header };
  await insist(() => dataOf(api.POST('/v1/showtimes/{id}/layout', { params, body: { version } })));
};

export const useMoving = (version: number) =>
  useMutation({
    mutationFn: async (ids: readonly string[]) => {
      const errors: unknown[] = [];
      for (let from = 0; from < ids.length; from += atOnce) {
        const tries = ids.slice(from, from + atOnce).map((id) => move(id, version));
        for (const tried of await Promise.allSettled(tries)) {
          if (tried.status === 'rejected') errors.push(tried.reason);
        }
      }
      return { moved: ids.length - errors.length, errors };
    },
  });
