/** A movie's entry in the catalog: each command allowed, refused, nothing to do. */
import { describe, expect, it } from 'vitest';
import type { MovieEvent } from '../../../src/domain/movie/events.ts';
import { movieDecider } from '../../../src/domain/movie/movieDecider.ts';
import { specification } from '../../support/given.ts';
import { uuid } from '../../support/showtimes.ts';

const { given } = specification(movieDecider);
const nowMs = Date.parse('2026-11-20T12:00:00.000Z');
const movieId = uuid(1);
const details = { title: 'Amélie', runtimeMinutes: 122, genres: ['Comedy', 'Romance'] };
const registered: MovieEvent = { type: 'MovieRegistered', data: { movieId, ...details } };
const longer = { ...details, runtimeMinutes: 123, cast: ['Audrey Tautou'] };
const revised: MovieEvent = { type: 'MovieRevised', data: { movieId, ...longer } };

describe('RegisterMovie', () => {
  it('registers', () =>
    given()
      .when({ type: 'RegisterMovie', nowMs, movieId, ...details })
      .gives(registered));

  it('has nothing to do for the same movie, whatever the order of its fields', () =>
    given(registered)
      .when({
        type: 'RegisterMovie',
        genres: ['Comedy', 'Romance'],
        runtimeMinutes: 122,
        title: 'Amélie',
        movieId,
        nowMs,
      })
      .givesNothing());

  it('is refused when another one has the id', () =>
    given(registered)
      .when({ type: 'RegisterMovie', nowMs, movieId, ...longer })
      .isRefused({ reason: 'MovieAlreadyExists' }));
});

describe('ReviseMovie', () => {
  it('replaces all details', () =>
    given(registered)
      .when({ type: 'ReviseMovie', nowMs, expectedVersion: 1, ...longer })
      .gives(revised));

  it('needs no expected version', () =>
    given(registered)
      .when({ type: 'ReviseMovie', nowMs, ...longer })
      .gives(revised));

  it('is refused when somebody edited first', () =>
    given(registered, revised)
      .when({ type: 'ReviseMovie', nowMs, expectedVersion: 1, ...details })
      .isRefused({ reason: 'StaleVersion', version: 2 }));

  it('is refused for a movie that does not exist', () =>
    given()
      .when({ type: 'ReviseMovie', nowMs, ...details })
      .isRefused({ reason: 'MovieNotFound' }));

  it('has nothing to do when nothing changes', () =>
    given(registered)
      .when({ type: 'ReviseMovie', nowMs, expectedVersion: 1, ...details })
      .givesNothing());
});

describe('a folded movie', () => {
  it('has the last details and a version that edits move', () => {
    expect(given(registered, revised).state).toEqual({
      status: 'registered',
      movieId,
      details: longer,
      version: 2,
    });
    expect(given(registered, revised, registered).state).toEqual({
      status: 'registered',
      movieId,
      details,
      version: 1,
    });
  });
});
