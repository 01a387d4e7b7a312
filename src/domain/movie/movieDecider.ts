import { fromJS, is } from 'immutable';
import { accept, type Decider, decideBy, reject } from '../kernel/decider.ts';
import type { MovieCommand, MovieRejections } from './commands.ts';
import type { MovieDetails, MovieEvent } from './events.ts';

export type MovieState =
  | { readonly status: 'none' }
  | {
      readonly status: 'registered';
      readonly movieId: string;
      readonly details: MovieDetails;
      /** From 1, moved by edits only. */
      readonly version: number;
    };

const same = (one: MovieDetails, other: MovieDetails): boolean => is(fromJS(one), fromJS(other));

const decide = decideBy<MovieState, MovieCommand, MovieEvent, MovieRejections>({
  RegisterMovie: ({ type: _type, nowMs: _nowMs, movieId, ...details }, state) => {
    if (state.status === 'none') return accept({ type: 'MovieRegistered', data: { movieId, ...details } });
    return same(details, state.details) ? accept() : reject({ reason: 'MovieAlreadyExists' });
  },
  ReviseMovie: ({ type: _type, nowMs: _nowMs, expectedVersion, ...details }, state) => {
    if (state.status === 'none') return reject({ reason: 'MovieNotFound' });
    if (expectedVersion !== undefined && expectedVersion !== state.version) {
      return reject({ reason: 'StaleVersion', version: state.version });
    }
    if (same(details, state.details)) return accept();
    return accept({ type: 'MovieRevised', data: { movieId: state.movieId, ...details } });
  },
});

const evolve = (state: MovieState, event: MovieEvent): MovieState => {
  const { movieId, ...details } = event.data;
  switch (event.type) {
    case 'MovieRegistered':
      return { status: 'registered', movieId, details, version: 1 };
    case 'MovieRevised':
      return {
        status: 'registered',
        movieId,
        details,
        version: state.status === 'none' ? 1 : state.version + 1,
      };
  }
};

export const movieDecider: Decider<MovieState, MovieCommand, MovieEvent, MovieRejections> = {
  initialState: { status: 'none' },
  decide,
  evolve,
};
