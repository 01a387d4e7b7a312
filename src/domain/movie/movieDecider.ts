/** The rules of a movie's entry in the catalog. What is shown of it where is not decided here. */
import { fromJS, is } from 'immutable';
import { accept, type Decider, type Decision, reject, type Timed } from '../kernel/decider.ts';
import type { MovieCommand, MovieRejection } from './commands.ts';
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

type MovieDecision = Decision<MovieEvent, MovieRejection>;

const same = (one: MovieDetails, other: MovieDetails): boolean => is(fromJS(one), fromJS(other));

const decide = (command: Timed<MovieCommand>, state: MovieState): MovieDecision => {
  switch (command.type) {
    case 'RegisterMovie': {
      const { type: _type, nowMs: _nowMs, movieId, ...details } = command;
      if (state.status === 'none') return accept({ type: 'MovieRegistered', data: { movieId, ...details } });
      return same(details, state.details) ? accept() : reject({ reason: 'MovieAlreadyExists' });
    }
    case 'ReviseMovie': {
      const { type: _type, nowMs: _nowMs, expectedVersion, ...details } = command;
      if (state.status === 'none') return reject({ reason: 'MovieNotFound' });
      if (expectedVersion !== undefined && expectedVersion !== state.version) {
        return reject({ reason: 'StaleVersion', version: state.version });
      }
      if (same(details, state.details)) return accept();
      return accept({ type: 'MovieRevised', data: { movieId: state.movieId, ...details } });
    }
  }
};

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

export const movieDecider: Decider<MovieState, MovieCommand, MovieEvent, MovieRejection> = {
  initialState: { status: 'none' },
  decide,
  evolve,
};
