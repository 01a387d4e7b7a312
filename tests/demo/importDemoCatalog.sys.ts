/** The import over a log in memory, through the real commands. */
import { v7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import {
  createMemoryLog,
  type MemoryLog,
  openMemoryEventStore,
} from '../../src/adapters/memory/MemoryEventStore.ts';
import type { Commands } from '../../src/commands/Commands.ts';
import { createCommands } from '../../src/commands/Commands.ts';
import { openLogTail } from '../../src/commands/engine/LogTail.ts';
import { demoCatalog } from '../../src/demo/demoCatalog.ts';
import type { ImportKind } from '../../src/demo/ImportItem.ts';
import { type ImportDeps, importDemoCatalog, importLimits } from '../../src/demo/importDemoCatalog.ts';
import type { SteadyClock } from '../../src/ports/Clock.ts';
import { EventStoreUnavailable } from '../../src/ports/EventStore.ts';
import { guest, silent, testClock } from '../support/nodes.ts';
import { fewSources, sources } from './catalogs.ts';

const saturday = '2026-11-21T10:00:00.000Z';
const tuesday = '2026-11-24T22:30:00.000Z';
const nobodyKnows: ImportDeps['known'] = () => Promise.resolve(new Set());

const openNode = async (log: MemoryLog, clock: SteadyClock) => {
  const store = openMemoryEventStore({ log });
  const tail = await openLogTail(store, clock, (error) => {
    throw error;
  });
  const commands = createCommands({ events: store, tail, clock, ids: { next: v7 }, logger: silent }, 100);
  return {
    commands,
    close: async () => {
      await tail.close();
      await store.close();
    },
  };
};

/** Runs an import over the log as a program of its own would, and leaves. */
const runImport = async (log: MemoryLog, now: string, changes: Partial<ImportDeps> = {}) => {
  const clock = testClock(Date.parse(now));
  const node = await openNode(log, clock);
  const shown = { total: 0, advanced: 0, stopped: 0 };
  try {
    const report = await importDemoCatalog({
      commands: node.commands,
      clock,
      ids: { next: v7 },
      known: nobodyKnows,
      sources: fewSources,
      logger: { info: () => undefined },
      progress: {
        start: (total) => {
          shown.total = total;
        },
        advance: () => {
          shown.advanced += 1;
        },
        stop: () => {
          shown.stopped += 1;
        },
      },
      ...changes,
    });
    return { report, shown };
  } finally {
    await node.close();
  }
};

const streamsOf = (log: MemoryLog, category: string): string[] =>
  [...log.streams.keys()].filter((stream) => stream.startsWith(`${category}-`)).sort();

/** What the log says, without what differs between any two runs: showtimes of a hall are reserved in any order. */
const facts = (log: MemoryLog): string[] =>
  log.events
    .filter(({ type }) => type !== 'LogCreated')
    .map(({ stream, type, data }) => `${stream} ${type} ${JSON.stringify(data)}`)
    .sort();

const knownIn =
  (log: MemoryLog): ImportDeps['known'] =>
  (kind) => {
    const prefix = `${kind.slice(0, -1)}-`;
    return Promise.resolve(
      new Set(streamsOf(log, kind.slice(0, -1)).map((name) => name.slice(prefix.length))),
    );
  };

const zero: Record<ImportKind, number> = { movies: 0, theaters: 0, halls: 0, showtimes: 0 };

const catalogAt = (instant: string) => demoCatalog(fewSources, Date.parse(instant));

const sizesOf = (catalog: ReturnType<typeof demoCatalog>): Record<ImportKind, number> => ({
  movies: catalog.films.length,
  theaters: catalog.theaters.length,
  halls: catalog.halls.length,
  showtimes: catalog.showtimes.length,
});

test('the whole of it fits into 40 MB of log', async () => {
  const log = createMemoryLog();
  const { report } = await runImport(log, saturday, { sources });
  expect(report.created).toEqual(sizesOf(demoCatalog(sources, Date.parse(saturday))));
  const bytes = log.events.reduce((sum, event) => sum + JSON.stringify(event).length, 0);
  expect(bytes).toBeLessThan(40_000_000);
});

describe('the import of the demo catalog', () => {
  const catalog = catalogAt(saturday);
  const all = sizesOf(catalog);
  const total = all.movies + all.theaters + all.halls + all.showtimes;

  test('brings everything into the log once, a second run finds nothing to do', async () => {
    const log = createMemoryLog();
    const first = await runImport(log, saturday);
    expect(first.report).toEqual({
      complete: true,
      created: all,
      existing: zero,
      skipped: zero,
      durationMs: 0,
    });
    expect(first.shown).toEqual({ total, advanced: total, stopped: 1 });
    expect(streamsOf(log, 'movie')).toEqual(catalog.films.map(({ id }) => `movie-${id}`).sort());
    expect(streamsOf(log, 'theater')).toEqual(catalog.theaters.map(({ id }) => `theater-${id}`).sort());
    expect(streamsOf(log, 'hall')).toEqual(catalog.halls.map(({ id }) => `hall-${id}`).sort());
    expect(streamsOf(log, 'showtime')).toEqual(catalog.showtimes.map(({ id }) => `showtime-${id}`).sort());

    const eventCount = log.events.length;
    const blind = await runImport(log, saturday);
    expect(blind.report).toEqual({
      complete: true,
      created: zero,
      existing: all,
      skipped: zero,
      durationMs: 0,
    });
    expect(log.events).toHaveLength(eventCount);

    const knowing = await runImport(log, saturday, { known: knownIn(log) });
    expect(knowing.report.existing).toEqual(all);
    expect(knowing.shown).toEqual({ total: 0, advanced: 0, stopped: 0 });
    expect(log.events).toHaveLength(eventCount);
  });

  test('a start on a later day adds the missing days and nothing else', async () => {
    const log = createMemoryLog();
    await runImport(log, saturday);
    const { report } = await runImport(log, tuesday, { known: knownIn(log) });
    const before = new Set(catalog.showtimes.map(({ id }) => id));
    const wanted = catalogAt(tuesday).showtimes;
    const added = wanted.filter(({ id }) => !before.has(id)).length;
    expect(added).toBeGreaterThan(100);
    expect(report.created).toEqual({ ...zero, showtimes: added });
    expect(report.existing).toEqual({ ...all, showtimes: wanted.length - added });
    expect(report.skipped).toEqual(zero);
  });

  test('cut off anywhere and started again, it ends in the same catalog', async () => {
    const undisturbed = createMemoryLog();
    await runImport(undisturbed, saturday);

    const log = createMemoryLog();
    for (const cutAfter of [100, 60, 150]) {
      const abort = new AbortController();
      let advanced = 0;
      const progress = {
        start: () => undefined,
        advance: () => {
          if (++advanced === cutAfter) abort.abort();
        },
        stop: () => undefined,
      };
      const { report } = await runImport(log, saturday, { progress, signal: abort.signal });
      expect(report.complete).toBe(false);
    }
    expect(facts(log).length).toBeLessThan(facts(undisturbed).length);
    const { report } = await runImport(log, saturday, { known: knownIn(log) });
    expect(report.complete).toBe(true);
    expect(facts(log)).toEqual(facts(undisturbed));
  });

  test('a program that died between a reservation and its showtime leaves nothing undone', async () => {
    const log = createMemoryLog();
    const dying = createMemoryLog();
    const clock = testClock(Date.parse(saturday));
    const store = openMemoryEventStore({ log: dying });
    const tail = await openLogTail(store, clock, (error) => {
      throw error;
    });
    let showtimesLeft = 150;
    const events = {
      ...store,
      append: (append: Parameters<typeof store.append>[0]) => {
        if (append.stream.startsWith('showtime-') && --showtimesLeft < 0) {
          return Promise.reject(new EventStoreUnavailable('killed'));
        }
        return store.append(append);
      },
    };
    const commands = createCommands({ events, tail, clock, ids: { next: v7 }, logger: silent }, 100);
    const limits = { ...importLimits, unavailableMsMax: 0 };
    await expect(runImport(dying, saturday, { commands, limits })).rejects.toThrow(
      /^cannot import demo\/showtime\/.* now: /,
    );
    await tail.close();
    await store.close();
    const reserved = dying.events.filter(({ type }) => type === 'SlotReserved').length;
    expect(reserved).toBeGreaterThan(streamsOf(dying, 'showtime').length);

    await runImport(dying, saturday, { known: knownIn(dying) });
    await runImport(log, saturday);
    expect(facts(dying)).toEqual(facts(log));
  });

  test('leaves a slot to the staff who came first, and says so', async () => {
    const log = createMemoryLog();
    const evening = catalog.showtimes.find(({ key }) => key.endsWith('evening'));
    if (evening === undefined) throw new Error('no evening show');
    const clock = testClock(Date.parse(saturday));
    const { hall, film } = evening;
    // First without showtimes of that hall, then staff put theirs in the way, then the whole.
    const node = await openNode(log, clock);
    const withoutHall: Commands = {
      ...node.commands,
      scheduleShowtime: (request, context) =>
        request.hallId === hall.id
          ? Promise.resolve({
              outcome: 'rejected',
              rejection: { reason: 'HallBusy', showtimeId: '', startsAt: '', freeFrom: '' },
            })
          : node.commands.scheduleShowtime(request, context),
    };
    const inHall = catalog.showtimes.filter((showtime) => showtime.hall.id === hall.id).length;
    const partial = await runImport(log, saturday, { commands: withoutHall });
    expect(partial.report.skipped).toEqual({ ...zero, showtimes: inHall });
    const staffShow = await node.commands.scheduleShowtime(
      {
        showtimeId: v7(),
        movieId: film.id,
        hallId: hall.id,
        startsAt: new Date(evening.startsAtMs - 15 * 60_000).toISOString(),
        basePrice: evening.basePrice,
        format: '2D',
        language: 'en',
      },
      guest,
    );
    expect(staffShow.outcome).toBe('done');
    await node.close();

    const { report } = await runImport(log, saturday, { known: knownIn(log) });
    expect(report.complete).toBe(true);
    expect(report.skipped.showtimes).toBeGreaterThanOrEqual(1);
    expect(report.created.showtimes).toBe(inHall - report.skipped.showtimes);
    expect(log.streams.has(`showtime-${evening.id}`)).toBe(false);
  });

  test('what staff edited stays as they left it', async () => {
    const log = createMemoryLog();
    await runImport(log, saturday);
    const [film] = catalog.films;
    if (film === undefined) throw new Error('no film');
    const node = await openNode(log, testClock(Date.parse(saturday)));
    const revised = await node.commands.movies.execute(
      film.id,
      { type: 'ReviseMovie', title: 'Another title', runtimeMinutes: 90, genres: [] },
      guest,
    );
    expect(revised.outcome).toBe('done');
    await node.close();
    const eventCount = log.events.length;
    const { report } = await runImport(log, saturday);
    expect(report.existing).toEqual(all);
    expect(log.events).toHaveLength(eventCount);
  });
});
