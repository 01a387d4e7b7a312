/** How far read models in Postgres are behind the log's head, seen from a connection of its own. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { ascending } from './figures.ts';

export interface LagSample {
  readonly atMs: number;
  readonly head: bigint;
  /** In the order of the models. */
  readonly positions: readonly bigint[];
}

const everyMs = 10;

/**
 * How long ago, at each sample from `fromMs` on, the log went beyond what the model had applied by then; 0 when it was at the head. Milliseconds,
 * sorted; between two samples the earlier one counts, so that a lag is never shown too short.
 */
export const lagsOf = (samples: readonly LagSample[], model: number, fromMs: number): readonly number[] => {
  const lags: number[] = [];
  let passed = 0;
  for (const { atMs, head, positions } of samples) {
    const applied = positions[model] ?? 0n;
    while (passed < samples.length && (samples[passed]?.head ?? 0n) <= applied) passed += 1;
    const since = samples[Math.max(0, passed - 1)]?.atMs ?? atMs;
    if (atMs >= fromMs) lags.push(applied >= head ? 0 : atMs - since);
  }
  return ascending(lags);
};

export interface LagSampler {
  stop(): Promise<readonly LagSample[]>;
}

/** One statement a sample, so that head and checkpoints are of the same moment. */
export const sampleLag = async (url: string, schemas: readonly string[]): Promise<LagSampler> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const columns = schemas.map((schema, place) => `(select position from ${schema}.checkpoint) as m${place}`);
  const text = `select (select position from event_log.head) as head, ${columns.join(', ')}`;
  const samples: LagSample[] = [];
  let stopped = false;
  const run = async (): Promise<void> => {
    while (!stopped) {
      const atMs = performance.now();
      const { rows } = await client.query({ name: 'lag', text });
      const positions = schemas.map((_, place) => BigInt(rows[0][`m${place}`]));
      samples.push({ atMs, head: BigInt(rows[0].head), positions });
      await pause(everyMs);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopped = true;
      await running.finally(() => client.end());
      return samples;
    },
  };
};
