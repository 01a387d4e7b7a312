import { useInfiniteQuery, useQuery } from '@tanstack/preact-query';
import { useEffect, useState } from 'preact/hooks';
import { api, dataOf } from '../../../shared/api/client.ts';
import { type Filters, namedIn, sinceOf } from './Filters.ts';
import type { LogEvent } from './LogEvent.ts';
import { eventsOf, readLog } from './readLog.ts';

const eventsPerPage = 200;
const keptMax = 500;
const pauseMs = 2_000;

export const useEventTypes = () =>
  useQuery({
    queryKey: ['event-types'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await dataOf(api.GET('/v1/event-types'))).items,
  });

/** From the earliest on, a page at a time. */
export const useEvents = (filters: Filters, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: ['events', filters],
    enabled,
    initialPageParam: '',
    queryFn: ({ pageParam: after }: { readonly pageParam: string }) =>
      eventsOf({
        ...namedIn(filters),
        ...sinceOf(filters, Date.now()),
        ...(after === '' ? {} : { after }),
        limit: String(eventsPerPage),
      }),
    getNextPageParam: (page) => (page.length < eventsPerPage ? undefined : page.at(-1)?.position),
  });

export interface Followed {
  /** The latest first. */
  readonly events: readonly LogEvent[];
  readonly error: unknown;
}

/** What is appended from now on. A connection that ends is made again where it ended. */
export const useFollowed = (filters: Filters, enabled: boolean): Followed => {
  const [followed, setFollowed] = useState<Followed>({ events: [], error: null });
  const named = JSON.stringify(namedIn(filters));
  useEffect(() => {
    setFollowed({ events: [], error: null });
    if (!enabled) return;
    const stop = new AbortController();
    let after = 'end';
    const take = (events: readonly LogEvent[]): void => {
      after = events.at(-1)?.position ?? after;
      setFollowed((before) => ({
        events: [...events.toReversed(), ...before.events].slice(0, keptMax),
        error: null,
      }));
    };
    const follow = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        await readLog({ ...JSON.parse(named), after, follow: 'true' }, take, stop.signal).catch(
          (error: unknown) => {
            if (!stop.signal.aborted) setFollowed((before) => ({ ...before, error }));
          },
        );
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    };
    void follow();
    return () => stop.abort();
  }, [named, enabled]);
  return followed;
};
