/** The first answer of a showtime that is not in memory and has a long stream. */
import type { Bench } from '../Bench.ts';
import { type BenchDatabase, openDatabase } from '../database.ts';
import { median, spread } from '../figures.ts';
import { withCommandHandler } from '../own/atCommandHandler.ts';
import { copyHistory, makeHistory } from '../own/longHistory.ts';
import { buildStage, type Stage } from '../stage.ts';
import { onDatabase, startNode } from '../subjects/marquee.ts';
import { startSubject } from '../subjects/startSubject.ts';
import type { Metric } from './Metric.ts';

const events = 10_000;
const seats = 500;
/** Of each kind; the first of them pays for code that has not run yet and is not counted. */
const showtimesOfAKind = 4;
/** The fewest that the setting allows. Holds of as many others make sure that no job of the program has loaded the cold ones. */
const showtimesInMemory = 10;

/** Milliseconds until the hold of a seat is answered. */
const firstHold = async (address: string, showtimeId: string, seatId: string): Promise<number> => {
  const startedAtMs = performance.now();
  const answer = await fetch(`${address}/v1/showtimes/${showtimeId}/holds`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ seatIds: [seatId] }),
  });
  const text = await answer.text();
  if (answer.status !== 201) throw new Error(`a cold showtime answered ${answer.status} ${text}`);
  return performance.now() - startedAtMs;
};

/** By kind, in turns. */
const firstHolds = async (
  address: string,
  [seatId = '']: readonly string[],
  kinds: readonly (readonly string[])[],
): Promise<readonly number[]> => {
  const took: number[][] = kinds.map(() => []);
  for (let place = 0; place < showtimesOfAKind; place += 1) {
    for (const [kind, showtimeIds] of kinds.entries()) {
      took[kind]?.push(await firstHold(address, showtimeIds[place] ?? '', seatId));
    }
  }
  return took.map((each) => median(each.slice(1)));
};

const makeStage = async (bench: Bench, env: Record<string, string>): Promise<Stage & { dataDir: string }> => {
  const { server, adminToken, dataDir } = await startNode(bench, { env });
  const size = { showtimes: 2 * showtimesOfAKind + showtimesInMemory, seats, halls: 1 };
  const stage = await buildStage(server.address, adminToken, size).finally(server.stop);
  return { ...stage, dataDir };
};

const measureOwn = async (bench: Bench, { url }: BenchDatabase) => {
  const env = { ...onDatabase(url), SHOWTIMES_IN_MEMORY: String(showtimesInMemory) };
  const { showtimeIds, seatIds, dataDir } = await makeStage(bench, env);
  const kept = showtimeIds.slice(0, showtimesOfAKind);
  const bare = showtimeIds.slice(showtimesOfAKind, 2 * showtimesOfAKind);
  await withCommandHandler(url, async (handler) => {
    for (const showtimeId of kept) await makeHistory(handler, showtimeId, seatIds, events);
    for (const showtimeId of bare) await copyHistory(handler.store, kept[0] ?? '', showtimeId);
  });
  const { server } = await startNode(bench, { env, dataDir });
  try {
    for (const showtimeId of showtimeIds.slice(-showtimesInMemory))
      await firstHold(server.address, showtimeId, seatIds[0] ?? '');
    const took = await firstHolds(server.address, seatIds, [kept, bare]);
    const [withMs = Number.NaN, withoutMs = Number.NaN] = took;
    return { withMs, withoutMs };
  } finally {
    await server.stop();
  }
};

const measureEmmett = async (bench: Bench): Promise<number> => {
  const size = { showtimes: showtimesOfAKind, seats, historyEvents: events };
  const { server, stage, stop } = await startSubject(bench, 'EMM', { size });
  const [ms = Number.NaN] = await firstHolds(server.address, stage.seatIds, [stage.showtimeIds]).finally(
    stop,
  );
  return ms;
};

export const p13: Metric = {
  id: 'P13',
  title: `First hold of a cold showtime with ${events.toLocaleString('en')} events`,
  when: 'full',
  run: async (bench) => {
    const found: { withMs: number; withoutMs: number; emmettMs: number }[] = [];
    for (let round = 0; round < bench.limits.rounds; round += 1) {
      const database = await openDatabase(bench);
      const own = await measureOwn(bench, database).finally(database.close);
      found.push({ ...own, emmettMs: await measureEmmett(bench) });
    }
    const over = (slower: 'withoutMs' | 'emmettMs', must: number) => {
      const ratios = found.map((each) => each[slower] / each.withMs);
      return { value: median(ratios), spread: spread(ratios), unit: 'ratio', must } as const;
    };
    const took = (name: string, which: 'withMs' | 'withoutMs' | 'emmettMs') =>
      ({ name, value: median(found.map((each) => each[which])), unit: 'ms' }) as const;
    return {
      measures: [
        { name: 'times as fast as EMM', ...over('emmettMs', 2) },
        { name: 'times as fast as without snapshots', ...over('withoutMs', 10) },
        took('M', 'withMs'),
        took('M without snapshots', 'withoutMs'),
        took('EMM', 'emmettMs'),
      ],
      notes: ['M was started again on its log before it was asked; EMM reads its stream for each hold.'],
    };
  },
};
