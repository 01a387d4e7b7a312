import type { StreamEvent } from '../../domain/kernel/streamEvents.ts';
import type { ParkingEvent } from '../../domain/parking/events.ts';
import type { ParkingRejection, ParkingState } from '../../domain/parking/parkingDecider.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { Commands } from '../Commands.ts';
import type { CommandContext, Outcome } from '../engine/Outcome.ts';
import type { OperatorTexts } from './operatorTexts.ts';

/** A stream that a reader of the log has parked, and at which event. */
export interface ParkedAt {
  readonly stream: string;
  readonly reader: string;
  readonly position: Position;
  readonly revision: number;
  readonly type: string;
}

export interface ParkingDeps {
  readonly commands: Pick<Commands, 'parkings'>;
  readonly parked: { all(): Promise<readonly ParkedAt[]> };
  readonly texts: Pick<OperatorTexts, 'seal'>;
}

export type ParkingRefusal = ParkingRejection | { readonly reason: 'StreamNotParked' };
type ParkingOutcome = Outcome<ParkingState, ParkingRefusal, ParkingEvent | StreamEvent>;

export interface ParkingRequest {
  readonly stream: string;
  /** Default: all that have parked it. */
  readonly reader?: string;
}

/** What operators ask of the readers that have parked a stream: the leader of each does it, wherever it runs. */
export interface Parkings {
  /** Throws ReadStoreUnavailable, EventStoreUnavailable, KeyStoreUnavailable. */
  retry(
    request: ParkingRequest & { readonly reason?: string },
    context: CommandContext,
  ): Promise<ParkingAnswer>;
  /** As `retry`. */
  skip(
    request: ParkingRequest & { readonly reason: string },
    context: CommandContext,
  ): Promise<ParkingAnswer>;
}

export interface ParkingAnswer {
  readonly outcome: ParkingOutcome;
  /** The readers that were asked, and of which event. */
  readonly asked: readonly Omit<ParkedAt, 'stream'>[];
}

export const createParkings = ({ commands: { parkings }, parked, texts }: ParkingDeps): Parkings => {
  const parkedIn = async ({ stream, reader }: ParkingRequest): Promise<readonly ParkedAt[]> =>
    (await parked.all()).filter(
      (each) => each.stream === stream && (reader === undefined || each.reader === reader),
    );
  /** The first answer to a repeated request, whatever has become of the stream since. */
  const ask = async (
    request: ParkingRequest,
    context: CommandContext,
    execute: (asked: ParkingAnswer['asked']) => Promise<ParkingOutcome>,
  ): Promise<ParkingAnswer> => {
    const before = await parkings.repeat(request.stream, context);
    if (before !== undefined) return { outcome: before, asked: [] };
    const found = await parkedIn(request);
    if (found.length === 0) {
      return { outcome: { outcome: 'rejected', rejection: { reason: 'StreamNotParked' } }, asked: [] };
    }
    const asked = found.map(({ reader, position, revision, type }) => ({ reader, position, revision, type }));
    return { outcome: await execute(asked), asked };
  };
  return {
    retry: (request, context) =>
      ask(request, context, async (asked) => {
        const reason = request.reason === undefined ? {} : { reason: await texts.seal(request.reason) };
        const readers = asked.map(({ reader }) => reader);
        const command = { type: 'RetryParkedStream', readers, ...reason } as const;
        return parkings.execute(request.stream, command, context);
      }),
    skip: (request, context) =>
      ask(request, context, async (events) => {
        const reason = await texts.seal(request.reason);
        return parkings.execute(request.stream, { type: 'SkipParkedEvents', events, reason }, context);
      }),
  };
};
