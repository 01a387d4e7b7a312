/** Terms of a movie have a version of their own; an edit of the movie leaves them as they are. */
import { expect, it } from 'vitest';
import type { MovieEvent } from '../../../src/domain/movie/events.ts';
import { movieDecider } from '../../../src/domain/movie/movieDecider.ts';
import { specification } from '../../support/given.ts';
import { uuid } from '../../support/showtimes.ts';

const { given } = specification(movieDecider);
const movieId = uuid(0xa);
const details = { title: 'Alien', runtimeMinutes: 117, genres: [] };
const registered: MovieEvent = { type: 'MovieRegistered', data: { movieId, ...details } };
const terms = { distributor: 'Northlight Releasing', runsFrom: '2026-11-19', weeklySharesBp: [5_000] };
const agreed: MovieEvent = { type: 'MovieTermsAgreed', data: { movieId, terms } };
const better = { ...terms, weeklySharesBp: [4_500] };
const agree = (asked = terms, expectedVersion?: number) => ({
  type: 'AgreeTerms' as const,
  terms: asked,
  nowMs: 0,
  ...(expectedVersion === undefined ? {} : { expectedVersion }),
});

it('are agreed, changed, and not repeated', () => {
  given(registered).when(agree()).gives(agreed);
  given(registered, agreed).when(agree()).givesNothing();
  given(registered, agreed)
    .when(agree(better, 1))
    .gives({ type: 'MovieTermsAgreed', data: { movieId, terms: better } });
});

it('are refused for another version than that of the terms, and without a movie', () => {
  given(registered).when(agree(terms, 1)).isRefused({ reason: 'StaleVersion', version: 0 });
  given(registered, agreed).when(agree(better, 0)).isRefused({ reason: 'StaleVersion', version: 1 });
  given().when(agree()).isRefused({ reason: 'MovieNotFound' });
});

it('stay when the movie is edited, and do not move its version', () => {
  const revised: MovieEvent = { type: 'MovieRevised', data: { movieId, ...details, title: 'Aliens' } };
  expect(given(registered, agreed, revised).state).toEqual({
    ...{ status: 'registered', movieId, details: { ...details, title: 'Aliens' }, version: 2 },
    agreed: { terms, version: 1 },
  });
});
