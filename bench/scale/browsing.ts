/** What people ask who look for a show, one after the other and several at once, and what a hold takes meanwhile. */
import { setTimeout as pause } from 'node:timers/promises';
import { median, percentile } from '../figures.ts';
import type { Measure } from './Measure.ts';
import { type Program, processorTime, type ScaleBench } from './program.ts';
import type { Timetable } from './timetable.ts';

const rounds = 60;
/** Before those: what is compiled on first use is no part of what a question costs. */
const roundsBefore = 30;
const browsers = 8;
const browsingMs = 20_000;
const holdEveryMs = 100;
const hardlyAnyone = 'nowhere';

type Question = (n: number) => string;
interface Asked {
  readonly what: string;
  readonly ask: readonly Question[];
  readonly before: string;
  readonly must: number;
}

const query = (path: string, params: Readonly<Record<string, string>>): string =>
  `${path}?${new URLSearchParams(params)}`;

/** Words of titles, with and without slips. */
const texts = ['the', 'star wars', 'love', 'king', 'dark night', 'american'];
const slips = ['pirats carribean', 'schindlr', 'matrx', 'jurasic prk', 'termnator', 'titannic'];

const questionsOf = ({ theaters, show }: Timetable, showtimes: number) => {
  const at = (n: number) => {
    const theater = theaters[(n * 7) % theaters.length];
    if (theater === undefined) throw new Error('a timetable without theaters');
    return theater;
  };
  const near = (n: number): string => `${at(n).lat.toFixed(4)},${at(n).lng.toFixed(4)}`;
  const of = (list: readonly string[], n: number): string => list[n % list.length] ?? '';
  const dateOf = (n: number): string => show((n * 997) % showtimes).startsAt.slice(0, 10);
  return {
    text: (n: number) => query('/v1/movies', { q: of(texts, n) }),
    typo: (n: number) => query('/v1/movies', { q: of(slips, n) }),
    near: (n: number) => query('/v1/movies', { near: near(n) }),
    farNear: (n: number) => query('/v1/movies', { near: near(n), radiusKm: '500', sort: 'distance' }),
    facetsAll: () => query('/v1/movies', { bookable: 'true', facets: 'true' }),
    facetsText: (n: number) => query('/v1/movies', { q: of(texts, n), facets: 'true' }),
    facetsCity: (n: number) => query('/v1/movies', { city: at(n).name, facets: 'true' }),
    facetsDate: (n: number) => query('/v1/movies', { date: dateOf(n), facets: 'true' }),
    facetsTheaters: () => query('/v1/theaters', { bookable: 'true', facets: 'true' }),
    byCity: (n: number) => query('/v1/showtimes', { city: at(n).name }),
    byPlace: (n: number) => query('/v1/showtimes', { near: near(n) }),
    none: () => query('/v1/showtimes', { city: hardlyAnyone }),
    noneAtSea: () => query('/v1/showtimes', { near: '-48.8767,-123.3933' }),
    ofDate: (n: number) => query('/v1/showtimes', { city: at(n).name, date: dateOf(n) }),
    movie: (n: number) => `/v1/movies/${show((n * 13) % showtimes).film.id}`,
    ofMovie: (n: number) => `/v1/movies/${show((n * 13) % showtimes).film.id}/showtimes`,
    theaters: (n: number) => query('/v1/theaters', { near: near(n) }),
    ofTheater: (n: number) => `/v1/theaters/${at(n).id}/showtimes`,
    suggest: (n: number) => query('/v1/movies/suggest', { q: of(texts, n).slice(0, 3) }),
    seats: (n: number) => `/v1/showtimes/${show((n * 31) % showtimes).id}/seats?view=compact`,
  } satisfies Record<string, Question>;
};

const timed = async (
  program: Program,
  path: string,
): Promise<{ readonly ms: number; readonly status: number }> => {
  const since = performance.now();
  const response = await fetch(program.address + path);
  const text = await response.text();
  if (response.status !== 200 && response.status !== 503) {
    throw new Error(`GET ${path}: ${response.status} ${text.slice(0, 300)}`);
  }
  return { ms: performance.now() - since, status: response.status };
};

const p95 = (tookMs: readonly number[]): number =>
  percentile(
    tookMs.toSorted((one, other) => one - other),
    0.95,
  );

export const askAlone = async (
  bench: ScaleBench,
  program: Program,
  timetable: Timetable,
  showtimes: number,
): Promise<readonly Measure[]> => {
  const q = questionsOf(timetable, showtimes);
  const asked: readonly Asked[] = [
    { what: 'search by text', ask: [q.text], before: '66–196', must: 30 },
    { what: 'search with a slip', ask: [q.typo], before: '66–196', must: 30 },
    { what: 'search near a place', ask: [q.near, q.farNear], before: '66–196', must: 30 },
    {
      what: 'facets',
      ask: [q.facetsAll, q.facetsText, q.facetsCity, q.facetsDate, q.facetsTheaters],
      before: '415',
      must: 100,
    },
    { what: 'showtimes by city or place', ask: [q.byCity, q.byPlace, q.ofDate], before: '54–71', must: 15 },
    { what: 'showtimes where there are none', ask: [q.none, q.noneAtSea], before: '129', must: 15 },
  ];
  const measures: Measure[] = [];
  for (const { what, ask, before, must } of asked) {
    const worst: number[] = [];
    for (const question of ask) {
      for (let n = 0; n < roundsBefore; n += 1) await timed(program, question(n));
      const tookMs: number[] = [];
      const before = processorTime(bench, program);
      for (let n = 0; n < rounds; n += 1) tookMs.push((await timed(program, question(n))).ms);
      const after = processorTime(bench, program);
      worst.push(p95(tookMs));
      const each = (from: number, to: number): string => (((to - from) * 1_000) / rounds).toFixed(1);
      bench.say(
        `${question(0)}: p50 ${median(tookMs).toFixed(1)} ms, p95 ${p95(tookMs).toFixed(1)} ms, processor time ` +
          `${each(before.program, after.program)} ms + ${each(before.postgres, after.postgres)} ms of Postgres`,
      );
    }
    measures.push({ what, value: Math.max(...worst), unit: 'ms', before, must });
  }
  return measures;
};

/** Holds seats of showtimes that no other request names, and gives them back. */
const holdMeanwhile = async (
  program: Program,
  { show, theaters }: Timetable,
  showtimes: number,
  isOver: () => boolean,
): Promise<readonly number[]> => {
  const tookMs: number[] = [];
  for (let n = 0; !isOver(); n += 1) {
    const { id, hallId } = show((n * 17) % Math.min(showtimes, 200));
    const seats = theaters.flatMap(({ halls }) => halls).find((hall) => hall.id === hallId)?.seats ?? [];
    const seat = seats.toReversed().find(({ type }) => type === 'regular' || type === 'recliner');
    const since = performance.now();
    const response = await fetch(`${program.address}/v1/showtimes/${id}/holds`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ seatIds: [seat?.id] }),
    });
    const body = (await response.json()) as { readonly holdId: string; readonly holdToken: string };
    // A seat that an earlier run still holds is refused.
    if (response.status === 201) {
      tookMs.push(performance.now() - since);
      const headers = { 'hold-token': body.holdToken };
      await fetch(`${program.address}/v1/holds/${body.holdId}`, { method: 'DELETE', headers });
    } else if (response.status !== 409) throw new Error(`a hold: ${response.status} ${JSON.stringify(body)}`);
    await pause(holdEveryMs);
  }
  return tookMs;
};

export const browseTogether = async (
  program: Program,
  timetable: Timetable,
  showtimes: number,
): Promise<readonly Measure[]> => {
  const questions = Object.values(questionsOf(timetable, showtimes));
  const untilMs = performance.now() + browsingMs;
  const isOver = (): boolean => performance.now() > untilMs;
  const tookMs: number[] = [];
  let refused = 0;
  const browser = async (place: number): Promise<void> => {
    for (let n = place; !isOver(); n += browsers) {
      const question = questions[(n * 5 + place) % questions.length];
      if (question === undefined) throw new Error('no question');
      const { ms, status } = await timed(program, question(n));
      if (status === 503) refused += 1;
      else tookMs.push(ms);
    }
  };
  const [holdsMs] = await Promise.all([
    holdMeanwhile(program, timetable, showtimes, isOver),
    ...Array.from({ length: browsers }, (_, place) => browser(place)),
  ]);
  return [
    {
      what: `${browsers} browsers, mixed questions`,
      value: tookMs.length / (browsingMs / 1_000),
      unit: 'per second',
      before: '11',
      must: 150,
      more: true,
    },
    { what: 'their 95th percentile', value: p95(tookMs), unit: 'ms', before: '2,800', must: 150 },
    { what: 'their requests answered 503', value: refused, unit: '', must: 0 },
    {
      what: 'a hold meanwhile',
      value: p95(holdsMs),
      unit: 'ms',
      before: '143',
      must: 50,
      note: `${holdsMs.length} holds`,
    },
  ];
};
