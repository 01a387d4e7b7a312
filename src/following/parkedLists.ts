import { type EventStore, EventStoreUnavailable } from '../ports/EventStore.ts';
import { ReadModelMissing, type ReadStore } from '../ports/ReadStore.ts';
import { type ParkedStream, readParkedStreams } from './parkedStreams.ts';

/** Keeps the streams that it could not take in a table of its schema. */
export interface ParkingReader {
  readonly name: string;
  readonly schema: string;
  readonly kind: 'read-model' | 'reaction';
}

export interface Parked extends ParkedStream {
  readonly reader: string;
  readonly kind: ParkingReader['kind'];
}

/** What all readers of the log have parked. */
export interface ParkedLists {
  /** By position, then by reader; at most 1,000 streams of each reader. Throws ReadStoreUnavailable. */
  all(): Promise<readonly Parked[]>;
  /** Decision time of the event that cannot be taken; undefined while the log is away. */
  since(parked: Pick<Parked, 'stream' | 'revision'>): Promise<string | undefined>;
}

export const parkedLists = (
  readers: readonly ParkingReader[],
  {
    readStore,
    events,
  }: { readonly readStore: Pick<ReadStore, 'query'>; readonly events: Pick<EventStore, 'readStream'> },
): ParkedLists => {
  const parkedBy = async ({ name, schema, kind }: ParkingReader): Promise<readonly Parked[]> => {
    try {
      return (await readParkedStreams(readStore, schema)).map((each) => ({ ...each, reader: name, kind }));
    } catch (error) {
      if (error instanceof ReadModelMissing) return [];
      throw error;
    }
  };
  const keyOf = ({ position, reader }: Parked): string => `${position} ${reader}`;
  return {
    all: async () => {
      const found = await Promise.all(readers.map(parkedBy));
      return found.flat().toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
    },
    since: async ({ stream, revision }) => {
      try {
        const [event] = await events.readStream(stream, { fromRevision: revision, maxCount: 1 });
        return event?.at;
      } catch (error) {
        if (error instanceof EventStoreUnavailable) return undefined;
        throw error;
      }
    },
  };
};
