/** Live seat maps for many readers: what each is sent, what is shared between them, and who is let go. */
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Stale } from '../../../src/api/http/stale.ts';
import { openSeatStreams, type SeatStreams, seatStreamLimits } from '../../../src/api/seats/seatStreams.ts';
import { applySeatMapChange, type SeatChange, type SeatMap } from '../../../src/domain/showtime/seatMap.ts';
import type { SeatMapNews } from '../../../src/projections/seat-maps/SeatMaps.ts';

const seatMap = (revision: number, status: string): SeatMap => ({
  showtimeId: 'one',
  revision,
  hallId: 'hall',
  layoutVersion: 1,
  drawing: {
    ids: ['A1', 'A2', 'A3'],
    rows: ['A', 'A', 'A'],
    numbers: [1, 2, 3],
    types: ['regular', 'regular', 'regular'],
  },
  prices: { regular: { amount: 1_000, currency: 'USD' } },
  status,
});

/** One showtime whose news a test makes up. */
const oneShowtime = () => {
  let map = seatMap(1, 'AAA');
  const listeners = new Set<(news: SeatMapNews) => void>();
  const tell = (news: SeatMapNews): void => {
    for (const listener of listeners) listener(news);
  };
  return {
    listening: () => listeners.size,
    read: async (showtimeId: string) => (showtimeId === 'one' ? map : undefined),
    listenTo: (_showtimeId: string, listener: (news: SeatMapNews) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change: (...changes: SeatChange[]): void => {
      const change = { showtimeId: 'one', after: map.revision, revision: map.revision + 1, changes };
      const next = applySeatMapChange(map, change);
      if (typeof next === 'string') throw new Error(next);
      map = next;
      tell({ kind: 'changed', change });
    },
    redraw: (next: SeatMap): void => {
      map = next;
      tell({ kind: 'redrawn', showtimeId: 'one', revision: next.revision });
    },
  };
};

let nowMs = 0;
let stale: Stale | undefined;
let showtime: ReturnType<typeof oneShowtime>;
let streams: SeatStreams;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  nowMs = 0;
  showtime = oneShowtime();
  stale = undefined;
  const asShownNow = (map: SeatMap) => (stale === undefined ? map : { ...map, stale });
  streams = openSeatStreams(showtime, { steadyMs: () => nowMs }, asShownNow);
});
afterEach(() => {
  streams.close();
  vi.useRealTimers();
});

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class Reader extends EventEmitter {
  readonly written: Buffer[] = [];
  /** What waits unread, as a test wants it. */
  writableLength = 0;
  ended: 'by us' | 'by force' | undefined;
  write(bytes: Buffer): void {
    this.written.push(bytes);
  }
  end(): void {
    this.ended ??= 'by us';
    this.emit('close');
  }
  destroy(): void {
    this.ended ??= 'by force';
    this.emit('close');
  }
  text(): string {
    return Buffer.concat(this.written).toString();
  }
}

const join = async (lastRevision?: number): Promise<Reader> => {
  const reader = new Reader();
  const options = { onJoining: () => undefined, ...(lastRevision === undefined ? {} : { lastRevision }) };
  expect(await streams.join('one', reader, options)).toBe('joined');
  return reader;
};

const snapshot = (revision: number, status: string, said?: Stale): string => {
  const more = said === undefined ? '' : `,"stale":${JSON.stringify(said)}`;
  const data = `{"revision":${revision},"layoutVersion":1,"status":"${status}"${more}}`;
  return `id: ${revision}\nevent: snapshot\ndata: ${data}\n\n`;
};
const delta = (revision: number, changes: string): string =>
  `id: ${revision}\nevent: delta\ndata: {"revision":${revision},"changes":${changes}}\n\n`;

describe('a reader', () => {
  it('gets the whole map, then each change', async () => {
    const reader = await join();
    showtime.change(['A1', 'H']);
    showtime.change(['A1', 'B'], ['A3', 'X']);
    showtime.change();
    await turn();
    expect(reader.text()).toBe(
      snapshot(1, 'AAA') + delta(2, '[["A1","H"]]') + delta(3, '[["A1","B"],["A3","X"]]') + delta(4, '[]'),
    );
  });

  it('who comes back gets what it missed, nothing twice, and the map when that is not known any more', async () => {
    await join();
    for (const letter of ['H', 'A', 'B'] as const) showtime.change(['A2', letter]);
    expect((await join(2)).text()).toBe(delta(3, '[["A2","A"]]') + delta(4, '[["A2","B"]]'));
    expect((await join(4)).text()).toBe(':\n\n');
    for (const unknown of [0, 5]) expect((await join(unknown)).text()).toBe(snapshot(4, 'ABA'));
  });

  it('who joins between a change and its writing has it once', async () => {
    const early = await join();
    showtime.change(['A1', 'H']);
    const late = await join();
    await turn();
    expect(late.text()).toBe(snapshot(2, 'HAA'));
    expect(early.text()).toBe(snapshot(1, 'AAA') + delta(2, '[["A1","H"]]'));
  });

  it('who comes while the log is away is told since when, and not any more once it is back', async () => {
    stale = { since: '2026-11-21T18:00:00.000Z', position: '00000000000000000007' };
    expect((await join()).text()).toBe(snapshot(1, 'AAA', stale));
    stale = undefined;
    expect((await join()).text()).toBe(snapshot(1, 'AAA'));
  });

  it('gets the map anew when it was redrawn, then goes on', async () => {
    const reader = await join();
    showtime.redraw({ ...seatMap(2, 'HXB'), layoutVersion: 1 });
    showtime.change(['A1', 'A']);
    await turn();
    await turn();
    showtime.change(['A1', 'H']);
    await turn();
    const anew = snapshot(2, 'HXB') + delta(3, '[["A1","A"]]');
    expect(reader.text()).toBe(snapshot(1, 'AAA') + anew + delta(4, '[["A1","H"]]'));
    expect((await join(1)).text()).toBe(snapshot(4, 'HXB'));
  });

  it('who is too slow is let go, and nobody else', async () => {
    const [slow, quick] = [await join(), await join()];
    slow.writableLength = seatStreamLimits.readerBufferBytesMax + 1;
    showtime.change(['A1', 'H']);
    await turn();
    expect([slow.ended, quick.ended]).toEqual(['by force', undefined]);
    expect(quick.text()).toContain(delta(2, '[["A1","H"]]'));
    await turn();
    expect(streams.readers()).toBe(1);
  });
});

describe('a room', () => {
  it('encodes each change once for all', async () => {
    const [one, other] = [await join(), await join()];
    showtime.change(['A1', 'H']);
    showtime.change(['A2', 'H']);
    await turn();
    expect(one.written).toHaveLength(2);
    expect(one.written.map((bytes, place) => bytes === other.written[place])).toEqual([true, true]);
    expect(showtime.listening()).toBe(1);
  });

  it('remembers so many changes and no more', async () => {
    await join();
    for (let n = 0; n <= seatStreamLimits.rememberedChangesMax; n += 1)
      showtime.change(['A1', n % 2 ? 'A' : 'H']);
    expect((await join(1)).text()).toContain('event: snapshot');
    expect((await join(seatStreamLimits.rememberedChangesMax)).text()).not.toContain('snapshot');
  });

  it('comments every 15 seconds', async () => {
    const reader = await join();
    vi.advanceTimersByTime(14_999);
    await turn();
    expect(reader.text()).not.toContain(':\n\n');
    vi.advanceTimersByTime(1);
    await turn();
    expect(reader.text().endsWith('\n\n:\n\n')).toBe(true);
  });

  it('is kept for a while for those who come back, then given up', async () => {
    const reader = await join();
    showtime.change(['A1', 'H']);
    reader.destroy();
    await turn();
    nowMs = 45_000;
    vi.advanceTimersByTime(45_000);
    expect((await join(1)).text()).toBe(delta(2, '[["A1","H"]]'));
    expect(showtime.listening()).toBe(1);
    streams.close();
    expect(showtime.listening()).toBe(0);
  });

  it('that is empty for a minute hears nothing any more', async () => {
    (await join()).destroy();
    await turn();
    nowMs = 61_000;
    vi.advanceTimersByTime(75_000);
    expect(showtime.listening()).toBe(0);
  });
});

it('knows no showtime that is not there, and takes nobody once it is closed', async () => {
  const reader = new Reader();
  const onJoining = vi.fn();
  expect(await streams.join('two', reader, { onJoining })).toBe('unknown');
  const before = await join();
  streams.close();
  expect(before.ended).toBe('by us');
  expect(await streams.join('one', reader, { onJoining })).toBe('full');
  expect(onJoining).not.toHaveBeenCalled();
  expect(showtime.listening()).toBe(0);
});
