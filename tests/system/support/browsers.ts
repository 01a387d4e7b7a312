/**
 * People who look at one showtime's seats and for films while the ground shakes: they write down every map they were
 * shown and every answer they got. The judge compares each map with the log as it was at that revision.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { seatOwnership } from '../../support/seatOwnership.ts';
import { call, text } from './api.ts';
import type { LogEvent } from './log.ts';

export interface Browsers {
  /** Forgets answers, not maps: another time begins. */
  begin(): void;
  /** How often each answer was given since, as `what status source`. */
  answers(): Readonly<Record<string, number>>;
  /** The longest that anybody waited for an answer since, or still waits; milliseconds. */
  slowestMs(): number;
  /** Every map that was shown, by revision; throws if one revision was shown in two ways. */
  maps(): ReadonlyMap<number, string>;
  /** How many live maps are open now. */
  watching(): number;
  /** Ends them all. Throws what went wrong meanwhile. */
  stop(): Promise<void>;
}

export interface BrowsersOptions {
  readonly urls: () => readonly string[];
  readonly showtimeId: string;
  /** In layout order. */
  readonly seatIds: readonly string[];
  /** Readers of the live map. */
  readonly streams: number;
  /** What is looked for, as paths. */
  readonly searches: readonly string[];
}

const pauseMs = 40;
const backMs = 200;

export const openBrowsers = (options: BrowsersOptions): Browsers => {
  const { urls, showtimeId, seatIds, streams, searches } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const shown = new Map<number, Set<string>>();
  const counts = new Map<string, number>();
  const faults: unknown[] = [];
  const waiting = new Set<number>();
  let slowestMs = 0;
  let open = 0;
  let turn = 0;
  const nextUrl = (): string => {
    const all = urls();
    return all[turn++ % all.length] ?? '';
  };
  const show = (revision: number, status: string): void => {
    shown.set(revision, (shown.get(revision) ?? new Set()).add(status));
  };
  const rest = (ms: number): Promise<void> => pause(ms, undefined, { signal }).catch(() => undefined);

  /** One question; an answer that no client could make sense of is a fault. */
  const ask = async (what: string, path: string): Promise<void> => {
    const askedAtMs = performance.now();
    waiting.add(askedAtMs);
    const answer = await call(nextUrl(), 'GET', path).catch(() => undefined);
    waiting.delete(askedAtMs);
    slowestMs = Math.max(slowestMs, performance.now() - askedAtMs);
    if (answer === undefined) return;
    const { status, headers } = answer;
    const source = headers.get('marquee-search') ?? headers.get('marquee-source') ?? '';
    const name = `${what} ${status} ${source}`.trim();
    counts.set(name, (counts.get(name) ?? 0) + 1);
    if (status === 200 && what === 'map') show(Number(answer.body.revision), text(answer.body.status));
    const isRetry = status === 503 && headers.get('retry-after') !== null;
    if (status !== 200 && !isRetry) faults.push(new Error(`${path}: ${status} ${answer.text}`));
  };
  const keepAsking = async (what: string, pathOf: () => string): Promise<void> => {
    while (!signal.aborted) {
      await ask(what, pathOf());
      await rest(pauseMs);
    }
  };

  /** Reads one stream until it ends; keeps its own map, as a page does. */
  const watch = async (seen: { lastId: string | undefined; status: string }): Promise<void> => {
    const headers = seen.lastId === undefined ? {} : { 'last-event-id': seen.lastId };
    const answer = await fetch(`${nextUrl()}/v1/showtimes/${showtimeId}/seats/stream`, { headers, signal });
    if (!answer.ok || answer.body === null) return;
    open += 1;
    try {
      let rest = '';
      for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
        const frames = (rest + chunk).split('\n\n');
        rest = frames.pop() ?? '';
        for (const frame of frames) take(frame, seen);
      }
    } finally {
      open -= 1;
    }
  };
  const take = (frame: string, seen: { lastId: string | undefined; status: string }): void => {
    const field = (name: string): string | undefined => new RegExp(`^${name}: ?(.*)$`, 'm').exec(frame)?.[1];
    const [id, data] = [field('id'), field('data')];
    if (id === undefined || data === undefined) return;
    const body = Object(JSON.parse(data));
    if (field('event') === 'snapshot') seen.status = text(body.status);
    else {
      const letters = [...seen.status];
      for (const [seatId, letter] of body.changes) letters[seatIds.indexOf(seatId)] = letter;
      seen.status = letters.join('');
    }
    seen.lastId = id;
    show(Number(id), seen.status);
  };
  const keepWatching = async (): Promise<void> => {
    const seen: { lastId: string | undefined; status: string } = { lastId: undefined, status: '' };
    while (!signal.aborted) {
      // A stream that breaks is resumed from where it was, on whichever node.
      await watch(seen).catch((error: unknown) => {
        if (!(error instanceof TypeError || error instanceof DOMException)) faults.push(error);
      });
      await rest(backMs);
    }
  };

  const base = `/v1/showtimes/${showtimeId}`;
  const running = Promise.all([
    ...Array.from({ length: streams }, keepWatching),
    keepAsking('map', () => `${base}/seats?view=compact`),
    keepAsking('showtime', () => base),
    keepAsking('search', () => searches[turn % searches.length] ?? ''),
  ]);
  return {
    begin: () => {
      counts.clear();
      slowestMs = 0;
    },
    slowestMs: () =>
      [...waiting].reduce(
        (longest, askedAtMs) => Math.max(longest, performance.now() - askedAtMs),
        slowestMs,
      ),
    answers: () => Object.fromEntries([...counts].toSorted()),
    maps: () =>
      new Map(
        [...shown].map(([revision, statuses]) => {
          const [status = '', other] = statuses;
          if (other !== undefined)
            throw new Error(`revision ${revision} was shown as ${status} and ${other}`);
          return [revision, status];
        }),
      ),
    watching: () => open,
    stop: async () => {
      stopping.abort();
      await running;
      if (faults.length > 0)
        throw new AggregateError(faults, `${faults.length} faults: ${String(faults[0])}`);
    },
  };
};

/** Every map that was shown is the log's at that revision; answers how many were compared. */
export const compareMaps = (maps: ReadonlyMap<number, string>, events: readonly LogEvent[]): number => {
  for (const [revision, status] of maps) {
    const owners = seatOwnership(events.filter((event) => event.revision <= revision));
    const logged = [...owners.values()].map(({ letter }) => letter).join('');
    if (logged !== status) throw new Error(`revision ${revision} was shown as ${status}, is ${logged}`);
  }
  return maps.size;
};
