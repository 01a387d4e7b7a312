/**
 * A small steady load of searches, each compared with what a program without Elasticsearch answers, and somebody who
 * holds and releases seats beside it. What happens to the engines meanwhile is the test's business.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, call } from './api.ts';
import { searchQuestions } from './searchQuestions.ts';

export interface SearchLoadOptions {
  /** Where to search. */
  readonly urls: readonly string[];
  /** Who is right. */
  readonly referenceUrl: string;
  /** Where to sell, and what. */
  readonly sale: { readonly url: string; readonly showtimeId: string; readonly seatIds: readonly string[] };
}

export interface SearchLoad {
  /** By engine. */
  readonly answers: ReadonlyMap<string | null, number>;
  readonly wrong: readonly string[];
  readonly slowestSearchMs: number;
  readonly holds: number;
  /** With one more try where the program asks for it: engines that start take the processor from the database. */
  readonly slowestHoldMs: number;
}

const searchEveryMs = 30;
const holdEveryMs = 50;
const paths = searchQuestions.filter((path) => !path.includes('limit='));
/** Has no common divisor with their number, so all of them come up in a mixed order. */
const stride = 7;

/** Until `until` is over, whose failure is thrown. */
export const searchThrough = async (
  { urls, referenceUrl, sale }: SearchLoadOptions,
  until: (load: SearchLoad) => Promise<void>,
): Promise<SearchLoad> => {
  const answers = new Map<string | null, number>();
  const wrong: string[] = [];
  const load = { answers, wrong, slowestSearchMs: 0, holds: 0, slowestHoldMs: 0 };
  let isOver = false;

  const isRight = async (url: string, path: string): Promise<boolean> => {
    const beganMs = performance.now();
    const here = await call(url, 'GET', path);
    load.slowestSearchMs = Math.max(load.slowestSearchMs, performance.now() - beganMs);
    const there = await call(referenceUrl, 'GET', path);
    const engine = here.headers.get('marquee-search');
    answers.set(engine, (answers.get(engine) ?? 0) + 1);
    return here.status === 200 && here.text === there.text;
  };
  const search = async (url: string): Promise<void> => {
    for (let at = 0; !isOver; at = (at + stride) % paths.length) {
      const path = paths[at] ?? '';
      // Between two answers a show may begin, or a change come in; twice in a row it does not.
      if (!(await isRight(url, path)) && !(await isRight(url, path))) wrong.push(path);
      await pause(searchEveryMs);
    }
  };
  const hold = async (seatId: string | undefined): Promise<Answer> => {
    const path = `/v1/showtimes/${sale.showtimeId}/holds`;
    const body = { seatIds: [seatId] };
    const held = await call(sale.url, 'POST', path, { body });
    const waitSeconds = Number(held.headers.get('retry-after'));
    if (held.status !== 503 || !(waitSeconds > 0)) return held;
    await pause(waitSeconds * 1_000);
    return call(sale.url, 'POST', path, { body });
  };
  const sell = async (): Promise<void> => {
    const { url, seatIds } = sale;
    for (let n = 0; !isOver; n = (n + 1) % seatIds.length) {
      const beganMs = performance.now();
      const held = await hold(seatIds[n]);
      load.slowestHoldMs = Math.max(load.slowestHoldMs, performance.now() - beganMs);
      if (held.status !== 201) throw new Error(`a hold was answered ${held.status} ${held.text}`);
      load.holds += 1;
      const headers = { 'hold-token': String(held.body.holdToken) };
      await call(url, 'DELETE', `/v1/holds/${String(held.body.holdId)}`, { headers });
      await pause(holdEveryMs);
    }
  };

  const all = Promise.all([...urls.map(search), sell()]);
  all.catch(() => undefined);
  try {
    await Promise.race([until(load), all]);
  } finally {
    isOver = true;
  }
  await all;
  return load;
};
