/** A theater's entry in the catalog: each command allowed, refused, nothing to do. */
import { describe, expect, it } from 'vitest';
import type { TheaterEvent } from '../../../src/domain/theater/events.ts';
import { theaterDecider } from '../../../src/domain/theater/theaterDecider.ts';
import { specification } from '../../support/given.ts';
import { uuid } from '../../support/showtimes.ts';

const { given } = specification(theaterDecider);
const nowMs = Date.parse('2026-11-20T12:00:00.000Z');
const theaterId = uuid(1);
const details = {
  name: 'Lantern Cinema',
  city: 'Lyon',
  country: 'FR',
  location: { lat: 45.76, lng: 4.84 },
  timeZone: 'Europe/Paris',
};
const renamed = { ...details, name: 'Lantern Picture House', chain: 'Lantern' };
const lost = { ...details, timeZone: 'Europe/Atlantis' };
const opened: TheaterEvent = { type: 'TheaterOpened', data: { theaterId, ...details } };
const revised: TheaterEvent = { type: 'TheaterRevised', data: { theaterId, ...renamed } };

describe('OpenTheater', () => {
  it('opens', () =>
    given()
      .when({ type: 'OpenTheater', nowMs, theaterId, ...details })
      .gives(opened));

  it('has nothing to do for the same theater', () =>
    given(opened)
      .when({ type: 'OpenTheater', nowMs, theaterId, ...details })
      .givesNothing());

  it('is refused when another one has the id', () =>
    given(opened)
      .when({ type: 'OpenTheater', nowMs, theaterId, ...renamed })
      .isRefused({ reason: 'TheaterAlreadyExists' }));

  it('is refused in a time zone that does not exist', () =>
    given()
      .when({ type: 'OpenTheater', nowMs, theaterId, ...lost })
      .isRefused({ reason: 'UnknownTimeZone', timeZone: 'Europe/Atlantis' }));
});

describe('ReviseTheater', () => {
  it('replaces all details', () =>
    given(opened)
      .when({ type: 'ReviseTheater', nowMs, expectedVersion: 1, ...renamed })
      .gives(revised));

  it('is refused when somebody edited first', () =>
    given(opened, revised)
      .when({ type: 'ReviseTheater', nowMs, expectedVersion: 1, ...details })
      .isRefused({ reason: 'StaleVersion', version: 2 }));

  it('is refused in a time zone that does not exist', () =>
    given(opened)
      .when({ type: 'ReviseTheater', nowMs, ...lost })
      .isRefused({ reason: 'UnknownTimeZone', timeZone: 'Europe/Atlantis' }));

  it('is refused for a theater that does not exist', () =>
    given()
      .when({ type: 'ReviseTheater', nowMs, ...details })
      .isRefused({ reason: 'TheaterNotFound' }));

  it('has nothing to do when nothing changes', () =>
    given(opened, revised)
      .when({ type: 'ReviseTheater', nowMs, ...renamed })
      .givesNothing());
});

describe('a folded theater', () => {
  it('has the last details and a version that edits move', () =>
    expect(given(opened, revised).state).toEqual({
      status: 'open',
      theaterId,
      details: renamed,
      version: 2,
    }));
});
