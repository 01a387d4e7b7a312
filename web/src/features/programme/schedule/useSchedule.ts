import { useMutation } from '@tanstack/preact-query';
import { api, dataOf } from '../../../shared/api/client.ts';
import { insist } from '../../../shared/api/insist.ts';
import type { Money } from '../../../shared/format/money.ts';
import type { Show } from '../../../shared/shows/Show.ts';

export interface Planned {
  readonly movieId: string;
  readonly hallId: string;
  /** ISO 8601 UTC. */
  readonly startsAt: string;
  readonly basePrice: Money;
  readonly format: string;
  readonly language: string;
}

/** Safe to repeat: the key makes the second try find what the first one did. */
export const schedule = (body: Planned, key: string): Promise<Show> =>
  insist(() => dataOf(api.POST('/v1/showtimes', { params: { header: { 'Idempotency-Key': key } }, body })));

export const useSchedule = (onDone: (show: Show) => void) =>
  useMutation({
    mutationFn: (body: Planned) => schedule(body, crypto.randomUUID()),
    onSuccess: onDone,
  });

export const useCancelShow = (onDone: () => void) =>
  useMutation({
    mutationFn: ({
      id,
      reason,
      key,
    }: {
      readonly id: string;
      readonly reason: string;
      readonly key: string;
    }) =>
      insist(() =>
        dataOf(
          api.POST('/v1/showtimes/{id}/cancel', {
            params: { path: { id }, header: { 'Idempotency-Key': key } },
            body: { reason },
          }),
        ),
      ),
    onSuccess: onDone,
  });
