import { fromJS, is } from 'immutable';
import { accept, type Decider, decideBy, reject } from '../kernel/decider.ts';
import type { MovieCommand, MovieRejections } from './commands.ts';
import type { MovieDetails, MovieEvent } from './events.ts';
import type { RentalTerms } from './rentalTerms.ts';

export type MovieState =
  | { readonly status: 'none' }
  | {
      readonly status: 'registered';
      readonly movieId: string;
      readonly details: MovieDetails;
      /** From 1, moved by edits only. */
      readonly version: number;
      readonly agreed?: { readonly terms: RentalTerms; readonly version: number };
    };

const same = <Value extends MovieDetails | RentalTerms>(one: Value, other: Value): boolean =>
  is(fromJS(one), fromJS(other));

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
  AgreeTerms: ({ terms, expectedVersion }, state) => {
    if (state.status === 'none') return reject({ reason: 'MovieNotFound' });
    const { movieId, agreed } = state;
    const version = agreed?.version ?? 0;
    if (expectedVersion !== undefined && expectedVersion !== version) {
      return reject({ reason: 'StaleVersion', version });
    }
    if (agreed !== undefined && same(terms, agreed.terms)) return accept();
    return accept({ type: 'MovieTermsAgreed', data: { movieId, terms } });
  },
});

const evolve = (state: MovieState, event: MovieEvent): MovieState => {
  if (event.type === 'MovieRegistered') {
    const { movieId, ...details } = event.data;
    return { status: 'registered', movieId, details, version: 1 };
  }
  if (state.status === 'none') throw new Error(`${event.type} before MovieRegistered`);
  switch (event.type) {
    case 'MovieRevised': {
      const { movieId, ...details } = event.data;
      return { ...state, movieId, details, version: state.version + 1 };
    }
    case 'MovieTermsAgreed': {
      const version = (state.agreed?.version ?? 0) + 1;
      return { ...state, agreed: { terms: event.data.terms, version } };
    }
  }
};

export const movieDecider: Decider<MovieState, MovieCommand, MovieEvent, MovieRejections> = {
  initialState: { status: 'none' },
  decide,
  evolve,
};
