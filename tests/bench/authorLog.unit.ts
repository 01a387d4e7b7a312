import { describe, expect, test } from 'vitest';
import { authorLog } from '../../bench/scale/authorLog.ts';
import type { AuthoredEvent } from '../../bench/scale/LogAuthor.ts';
import { eventCatalog } from '../../src/domain/eventCatalog.ts';
import { categoryOf } from '../../src/domain/kernel/streams.ts';
import { seatOwnership } from '../support/seatOwnership.ts';

const madeAtMs = Date.parse('2026-11-29T12:00:00.000Z');

const written = async (showtimes: number): Promise<readonly AuthoredEvent[]> => {
  const events: AuthoredEvent[] = [];
  await authorLog({
    showtimes,
    bookingsOfShowtime: 3,
    madeAtMs,
    write: (event) => void events.push(event),
    onPart: async () => undefined,
  });
  return events;
};

describe('the log of a scale run', () => {
  test('every event is one that the program reads, and revisions follow one another', async () => {
    const last = new Map<string, number>();
    for (const { stream, revision, type, version, data, at } of await written(12)) {
      expect(eventCatalog.get(type)?.definition.read(version, JSON.parse(data)).type).toBe(type);
      expect(revision).toBe((last.get(stream) ?? -1) + 1);
      last.set(stream, revision);
      expect(Date.parse(at)).toBeLessThan(madeAtMs);
    }
  });

  test('no seat has two owners, and every booking ends confirmed and told of', async () => {
    const events = await written(12);
    const showtimes = Map.groupBy(
      events.filter(({ stream }) => categoryOf(stream) === 'showtime'),
      ({ stream }) => stream,
    );
    expect(showtimes.size).toBe(12);
    for (const log of showtimes.values()) {
      const seats = seatOwnership(log.map(({ type, data }) => ({ type, data: JSON.parse(data) })));
      const letters = [...seats.values()].map(({ letter }) => letter);
      expect(letters.filter((letter) => letter === 'H')).toEqual([]);
      expect(
        new Set([...seats.values()].flatMap(({ letter, owner }) => (letter === 'B' ? [owner] : []))).size,
      ).toBe(3);
    }
    const count = (type: string): number => events.filter((event) => event.type === type).length;
    expect({
      confirmed: count('BookingConfirmed'),
      sent: count('NotificationSent'),
      released: count('HoldReleased'),
      expired: count('HoldExpired'),
    }).toEqual({ confirmed: 36, sent: 36, released: 12, expired: 12 });
  });
});
