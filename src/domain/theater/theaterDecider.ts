import { fromJS, is } from 'immutable';
import { isTimeZone } from '../kernel/businessDate.ts';
import { accept, type Decider, decideBy, reject } from '../kernel/decider.ts';
import type { TheaterCommand, TheaterRejections } from './commands.ts';
import type { TheaterDetails, TheaterEvent } from './events.ts';

export interface Theater {
  readonly status: 'open';
  readonly theaterId: string;
  readonly details: TheaterDetails;
  /** Of its first showtime. */
  readonly settledCurrency?: string;
  /** From 1, moved by edits only. */
  readonly version: number;
}

export type TheaterState = { readonly status: 'none' } | Theater;

const same = (one: TheaterDetails, other: TheaterDetails): boolean => is(fromJS(one), fromJS(other));

const zoneUnknown = ({ timeZone }: TheaterDetails) =>
  isTimeZone(timeZone) ? undefined : reject({ reason: 'UnknownTimeZone', timeZone } as const);

/** What the theater's showtimes are sold in; undefined before the first of them, unless staff named it. */
export const theaterCurrency = (state: TheaterState): string | undefined =>
  state.status === 'none' ? undefined : (state.details.currency ?? state.settledCurrency);

/** What the theater sells in after an edit to these details. */
export const currencyAfter = (
  { settledCurrency }: Theater,
  { currency = settledCurrency }: Pick<TheaterDetails, 'currency'>,
): string | undefined => currency;

/** To name the currency that is settled anyway is no edit: a read shows it. */
const asKept = (state: Theater, details: TheaterDetails): TheaterDetails => {
  const { currency, ...others } = details;
  const isSettled = state.details.currency === undefined && currency === state.settledCurrency;
  return isSettled ? others : details;
};

const decide = decideBy<TheaterState, TheaterCommand, TheaterEvent, TheaterRejections>({
  OpenTheater: ({ type: _type, nowMs: _nowMs, theaterId, ...details }, state) => {
    if (state.status === 'open') {
      return same(details, state.details) ? accept() : reject({ reason: 'TheaterAlreadyExists' });
    }
    return zoneUnknown(details) ?? accept({ type: 'TheaterOpened', data: { theaterId, ...details } });
  },
  ReviseTheater: ({ type: _type, nowMs: _nowMs, expectedVersion, currenciesInUse, ...asked }, state) => {
    if (state.status === 'none') return reject({ reason: 'TheaterNotFound' });
    if (expectedVersion !== undefined && expectedVersion !== state.version) {
      return reject({ reason: 'StaleVersion', version: state.version });
    }
    const details = asKept(state, asked);
    if (same(details, state.details)) return accept();
    const after = currencyAfter(state, details);
    const inUse =
      after === theaterCurrency(state) ? undefined : currenciesInUse.find((each) => each !== after);
    if (inUse !== undefined) return reject({ reason: 'CurrencyInUse', currency: inUse });
    const data = { theaterId: state.theaterId, ...details };
    return zoneUnknown(details) ?? accept({ type: 'TheaterRevised', data });
  },
  SettleCurrency: ({ currency }, state) => {
    if (state.status === 'none') return reject({ reason: 'TheaterNotFound' });
    const settled = theaterCurrency(state) ?? currency;
    if (settled !== currency) return reject({ reason: 'WrongCurrency', currency: settled });
    if (state.settledCurrency !== undefined) return accept();
    return accept({ type: 'TheaterCurrencySettled', data: { theaterId: state.theaterId, currency } });
  },
});

const evolve = (state: TheaterState, event: TheaterEvent): TheaterState => {
  if (event.type === 'TheaterOpened') {
    const { theaterId, ...details } = event.data;
    return { status: 'open', theaterId, details, version: 1 };
  }
  if (state.status === 'none') throw new Error(`${event.type} before TheaterOpened`);
  switch (event.type) {
    case 'TheaterRevised': {
      const { theaterId, ...details } = event.data;
      return { ...state, theaterId, details, version: state.version + 1 };
    }
    case 'TheaterCurrencySettled':
      return { ...state, settledCurrency: event.data.currency };
  }
};

export const theaterDecider: Decider<TheaterState, TheaterCommand, TheaterEvent, TheaterRejections> = {
  initialState: { status: 'none' },
  decide,
  evolve,
};
