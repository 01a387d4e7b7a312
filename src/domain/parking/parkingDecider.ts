import { accept, type Decider, decideBy, nothingEver, reject } from '../kernel/decider.ts';
import type { SealedText } from '../kernel/sealedText.ts';
import type { ParkingEvent, SkippedEvent } from './events.ts';

const parkingLimits = {
  /** Readers of one stream. */
  readersMax: 64,
  /** Events of one stream that are passed over, by all readers together. */
  skipsMax: 1_000,
} as const;

/** What operators did about one parked stream. */
export interface ParkingState {
  readonly skipped: readonly Pick<SkippedEvent, 'reader' | 'revision'>[];
}

export type ParkingCommand =
  | {
      readonly type: 'RetryParkedStream';
      readonly readers: readonly string[];
      readonly reason?: SealedText;
    }
  | {
      readonly type: 'SkipParkedEvents';
      readonly events: readonly Omit<SkippedEvent, 'reason'>[];
      readonly reason: SealedText;
    };

export interface ParkingRejections {
  readonly RetryParkedStream: never;
  readonly SkipParkedEvents: { readonly reason: 'TooManySkips'; readonly max: number };
}
export type ParkingRejection = ParkingRejections[ParkingCommand['type']];

export const parkingDecider: Decider<ParkingState, ParkingCommand, ParkingEvent, ParkingRejections> = {
  initialState: { skipped: [] },
  decide: decideBy<ParkingState, ParkingCommand, ParkingEvent, ParkingRejections>({
    RetryParkedStream: ({ readers, reason }) =>
      accept(
        ...readers.slice(0, parkingLimits.readersMax).map((reader) => ({
          type: 'ParkedStreamRetried' as const,
          data: { reader, ...(reason === undefined ? {} : { reason: { ...reason } }) },
        })),
      ),
    SkipParkedEvents: ({ events, reason }, { skipped }) => {
      const isKnown = (event: Pick<SkippedEvent, 'reader' | 'revision'>): boolean =>
        skipped.some(({ reader, revision }) => reader === event.reader && revision === event.revision);
      const fresh = events.filter((event) => !isKnown(event));
      const { skipsMax } = parkingLimits;
      if (fresh.length === 0) return nothingEver();
      if (skipped.length + fresh.length > skipsMax) return reject({ reason: 'TooManySkips', max: skipsMax });
      return accept(
        ...fresh.map((event) => ({
          type: 'ParkedEventSkipped' as const,
          data: { ...event, reason: { ...reason } },
        })),
      );
    },
  }),
  evolve: (state, event) => {
    switch (event.type) {
      case 'ParkedStreamRetried':
        return state;
      case 'ParkedEventSkipped': {
        const { reader, revision } = event.data;
        return { skipped: [...state.skipped, { reader, revision }] };
      }
    }
  },
};
