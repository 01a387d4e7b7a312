import { useQuery } from '@tanstack/preact-query';
import { useEffect, useState } from 'preact/hooks';
import { api, dataOf } from '../../shared/api/client.ts';
import { isProblem } from '../../shared/api/Problem.ts';
import { pollEvery } from '../../shared/api/pollEvery.ts';
import { type Metrics, metricsOf } from './Metrics.ts';

const everyMs = 2_000;
/** Five minutes. */
const keptMax = 150;

/** Null: the program has its figures for operators at another address. */
const readMetrics = async (): Promise<Metrics | null> => {
  try {
    return metricsOf(await dataOf(api.GET('/v1/ops/metrics')));
  } catch (error) {
    if (isProblem(error, 'not-found')) return null;
    throw error;
  }
};

export const useMetrics = () =>
  useQuery({
    queryKey: ['ops', 'metrics'],
    refetchInterval: pollEvery(everyMs),
    staleTime: 0,
    queryFn: readMetrics,
  });

export const useModels = () =>
  useQuery({
    queryKey: ['ops', 'projections'],
    refetchInterval: pollEvery(everyMs),
    staleTime: 0,
    queryFn: async () => (await dataOf(api.GET('/v1/ops/projections'))).items,
  });

export const useVersion = () =>
  useQuery({
    queryKey: ['ops', 'version'],
    queryFn: async () => (await dataOf(api.GET('/health/live'))).version,
  });

/** What was read while this page is open, the earliest first. */
export const useKept = (metrics: Metrics): readonly Metrics[] => {
  const [kept, setKept] = useState<readonly Metrics[]>([metrics]);
  useEffect(() => {
    setKept((before) => (before.at(-1) === metrics ? before : [...before, metrics].slice(-keptMax)));
  }, [metrics]);
  return kept;
};
