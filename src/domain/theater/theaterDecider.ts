/** The rules of a theater's entry in the catalog. Its halls are streams of their own and do not enter here. */
import { fromJS, is } from 'immutable';
import { isTimeZone } from '../kernel/businessDate.ts';
import { accept, type Decider, decideBy, reject } from '../kernel/decider.ts';
import type { TheaterCommand, TheaterRejections } from './commands.ts';
import type { TheaterDetails, TheaterEvent } from './events.ts';

export type TheaterState =
  | { readonly status: 'none' }
  | {
      readonly status: 'open';
      readonly theaterId: string;
      readonly details: TheaterDetails;
      /** From 1, moved by edits only. */
      readonly version: number;
    };

const same = (one: TheaterDetails, other: TheaterDetails): boolean => is(fromJS(one), fromJS(other));

const zoneUnknown = ({ timeZone }: TheaterDetails) =>
  isTimeZone(timeZone) ? undefined : reject({ reason: 'UnknownTimeZone', timeZone } as const);

const decide = decideBy<TheaterState, TheaterCommand, TheaterEvent, TheaterRejections>({
  OpenTheater: ({ type: _type, nowMs: _nowMs, theaterId, ...details }, state) => {
    if (state.status === 'open') {
      return same(details, state.details) ? accept() : reject({ reason: 'TheaterAlreadyExists' });
    }
    return zoneUnknown(details) ?? accept({ type: 'TheaterOpened', data: { theaterId, ...details } });
  },
  ReviseTheater: ({ type: _type, nowMs: _nowMs, expectedVersion, ...details }, state) => {
    if (state.status === 'none') return reject({ reason: 'TheaterNotFound' });
    if (expectedVersion !== undefined && expectedVersion !== state.version) {
      return reject({ reason: 'StaleVersion', version: state.version });
    }
    if (same(details, state.details)) return accept();
    const data = { theaterId: state.theaterId, ...details };
    return zoneUnknown(details) ?? accept({ type: 'TheaterRevised', data });
  },
});

const evolve = (state: TheaterState, event: TheaterEvent): TheaterState => {
  const { theaterId, ...details } = event.data;
  switch (event.type) {
    case 'TheaterOpened':
      return { status: 'open', theaterId, details, version: 1 };
    case 'TheaterRevised':
      return { status: 'open', theaterId, details, version: state.status === 'none' ? 1 : state.version + 1 };
  }
};

export const theaterDecider: Decider<TheaterState, TheaterCommand, TheaterEvent, TheaterRejections> = {
  initialState: { status: 'none' },
  decide,
  evolve,
};
