import { randomUUID } from 'node:crypto';
import { WrongExpectedVersionError } from '@eventstore/db-client';
import { type AppendResult, EventStoreUnavailable, positionOf } from '../../ports/EventStore.ts';
import type { EventStoreDbConnection } from './EventStoreDbConnection.ts';

/** Its events count as the engine's own: they are in no read, no head and no subscription. */
const proofStream = 'proof';
const proofType = '$Proof';
const streamMetadata = JSON.stringify({ $maxCount: 1 });

const eventOf = (type: string, data = '{}') => ({ id: randomUUID(), type, data, metadata: '{}' });

/** Appends an event that says nothing, to a stream that keeps one. Throws EventStoreUnavailable. */
export const openProofAppend = (connection: EventStoreDbConnection): (() => Promise<AppendResult>) => {
  let isBounded = false;

  const bound = async (): Promise<void> => {
    const metadata = eventOf('$metadata', streamMetadata);
    try {
      await connection.append({ stream: `$$${proofStream}`, expected: 'no_stream', events: [metadata] });
    } catch (error) {
      if (!(error instanceof WrongExpectedVersionError)) throw error;
    }
    isBounded = true;
  };

  return async () => {
    if (!isBounded) await bound();
    const events = [eventOf(proofType)];
    const { result, tries } = await connection.append({ stream: proofStream, expected: 'any', events });
    const { revision, commit } = result;
    // The answer to a repetition need not carry the position of the first append.
    if (tries > 1 || commit === undefined)
      throw new EventStoreUnavailable('where the proof stands is unknown');
    return { outcome: 'appended', revision, position: positionOf(commit) };
  };
};
