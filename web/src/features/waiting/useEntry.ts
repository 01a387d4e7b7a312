import { useMutation, useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { api, dataOf } from '../../shared/api/client.ts';
import { queuePass } from '../../shared/queue/queuePass.ts';
import { kept } from '../../shared/session/kept.ts';

const pollMsUsually = 5_000;
const contributionBytes = 32;

const placeOf = (queueId: string) => kept(localStorage, `queue-entry.${queueId}`);

/** The guest's own part of the lot. */
const contribution = (): string =>
  [...crypto.getRandomValues(new Uint8Array(contributionBytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

export const useQueue = (id: string) =>
  useQuery({
    queryKey: ['queue', id],
    queryFn: () => dataOf(api.GET('/v1/queues/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state: { data } }) => (data?.status === 'not-open' ? pollMsUsually : false),
  });

/** This device's place in the line, asked for as often as the server says. */
export const useEntry = (id: string) => {
  const stored = placeOf(id);
  const [token, setToken] = useState(stored.get());
  const keep = (entry: string | undefined): void => {
    stored.set(entry);
    setToken(entry);
  };
  const entering = useMutation({
    mutationFn: () => {
      const params = { path: { id }, header: { 'Idempotency-Key': crypto.randomUUID() } };
      const body = { contribution: contribution() };
      return dataOf(api.POST('/v1/queues/{id}/entries', { params, body }));
    },
    onSuccess: ({ entry }) => keep(entry),
  });
  const entry = useQuery({
    queryKey: ['queue-entry', id],
    enabled: token !== undefined,
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => data?.pollAfterMs ?? pollMsUsually,
    queryFn: async () => {
      const params = { path: { id }, header: { 'Queue-Entry': placeOf(id).get() ?? '' } };
      const seen = await dataOf(api.GET('/v1/queues/{id}/entry', { params }));
      placeOf(id).set(seen.entry);
      return seen;
    },
  });
  return { entry, entering, isIn: token !== undefined, leave: () => keep(undefined) };
};

/** The admission opens every showtime of the queue. */
export const keepAdmission = (showtimeIds: readonly string[], admission: string): void => {
  for (const showtimeId of showtimeIds) queuePass.keep(showtimeId, admission);
};
