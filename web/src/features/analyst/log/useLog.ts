import { useInfiniteQuery, useQuery } from '@tanstack/preact-query';
import { useEffect, useState } from 'preact/hooks';
import { api, dataOf } from '../../../shared/api/client.ts';
import { serverClock } from '../../../shared/api/serverClock.ts';
import { type Filters, fromEarliest, namedIn, sinceOf } from './Filters.ts';
import type { LogEvent } from './LogEvent.ts';
import { type LatestPage, type Range, readLatest } from './readLatest.ts';
import { eventsOf, readLog } from './readLog.ts';

const eventsPerPage = 200;
const eventsPerRead = 500;
/** Clocks of nodes differ. */
const aheadMs = 60_000;
const keptMax = 500;
const pauseMs = 2_000;

export const useEventTypes = () =>
  useQuery({
    queryKey: ['event-types'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await dataOf(api.GET('/v1/event-types'))).items,
  });

const instant = (ms: number): string => new Date(ms).toISOString();

/** From the earliest on, a page at a time. */
const useEarliest = (filters: Filters, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: ['events', 'earliest', filters],
    enabled,
    initialPageParam: '',
    queryFn: ({ pageParam: after }: { readonly pageParam: string }) =>
      eventsOf({
        ...namedIn(filters),
        from: instant(sinceOf(filters, serverClock.nowMs())),
        ...(after === '' ? {} : { after }),
        limit: String(eventsPerPage),
      }),
    getNextPageParam: (page) => (page.length < eventsPerPage ? undefined : page.at(-1)?.position),
  });

/** From the latest backwards, a page at a time. */
const useLatest = (filters: Filters, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: ['events', 'latest', filters],
    enabled,
    initialPageParam: undefined,
    queryFn: ({ pageParam }: { readonly pageParam: Range | undefined }) => {
      const nowMs = serverClock.nowMs();
      const read = ({ fromMs, toMs }: Range, max: number) =>
        eventsOf({ ...namedIn(filters), from: instant(fromMs), to: instant(toMs), limit: String(max) });
      const range = pageParam ?? { fromMs: sinceOf(filters, nowMs), toMs: nowMs + aheadMs };
      return readLatest({ read, pageEvents: eventsPerPage, readEvents: eventsPerRead }, range);
    },
    getNextPageParam: ({ rest }: LatestPage) => rest,
  });

/** In the order that the filters name: the latest first, if none. */
export const useEvents = (filters: Filters, enabled: boolean) => {
  const isEarliest = fromEarliest(filters);
  const earliest = useEarliest(filters, enabled && isEarliest);
  const latest = useLatest(filters, enabled && !isEarliest);
  const { error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = isEarliest ? earliest : latest;
  const data = isEarliest ? earliest.data?.pages.flat() : latest.data?.pages.flatMap(({ events }) => events);
  return { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage };
};

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
