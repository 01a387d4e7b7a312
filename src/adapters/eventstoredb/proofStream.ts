import { jsonEvent, WrongExpectedVersionError } from '@eventstore/db-client';
import { type AppendResult, EventStoreUnavailable, positionOf } from '../../ports/EventStore.ts';
import type { EventStoreDbConnection } from './EventStoreDbConnection.ts';

/** Its events count as the engine's own: they are in no read, no head and no subscription. */
const proofStream = 'proof';
const proofType = '$Proof';
const streamMetadata = { $maxCount: 1 };

/** Appends an event that says nothing, to a stream that keeps one. Throws EventStoreUnavailable. */
export const openProofAppend = (connection: EventStoreDbConnection): (() => Promise<AppendResult>) => {
  let isBounded = false;

  const bound = async (): Promise<void> => {
    const metadata = jsonEvent({ type: '$metadata', data: streamMetadata });
    try {
      await connection.append(`$$${proofStream}`, 'no_stream', [metadata]);
    } catch (error) {
      if (!(error instanceof WrongExpectedVersionError)) throw error;
    }
    isBounded = true;
  };

  return async () => {
    if (!isBounded) await bound();
    const event = jsonEvent({ type: proofType, data: {} });
    const { result, tries } = await connection.append(proofStream, 'any', [event]);
    const commit = result.position?.commit;
    // The answer to a repetition need not carry the position of the first append.
    if (tries > 1 || commit === undefined)
      throw new EventStoreUnavailable('where the proof stands is unknown');
    const revision = Number(result.nextExpectedRevision);
    return { outcome: 'appended', revision, position: positionOf(commit) };
  };
};
