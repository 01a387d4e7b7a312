import { useQuery } from '@tanstack/preact-query';
import { eventsOf } from './readLog.ts';

const effectsMax = 1_000;

/** Undefined: there is no event of that id. */
export const useEvent = (id: string) =>
  useQuery({
    queryKey: ['event', id],
    queryFn: async () => (await eventsOf({ id, limit: '1' }))[0] ?? null,
  });

/** All that one request led to. Idle without an id. */
export const useTrace = (correlationId: string | undefined) =>
  useQuery({
    queryKey: ['trace', correlationId],
    enabled: correlationId !== undefined,
    queryFn: () => eventsOf({ correlationId: correlationId ?? '', limit: String(effectsMax) }),
  });
