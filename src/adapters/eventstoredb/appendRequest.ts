import type { AppendExpectedRevision } from '@eventstore/db-client';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';

const { BatchAppendReq } = streams;
export type AppendRequest = InstanceType<typeof BatchAppendReq>;

/** As it is sent; data and metadata are JSON. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

export interface ProposedAppend {
  readonly stream: string;
  readonly expected: AppendExpectedRevision;
  readonly events: readonly ProposedEvent[];
}

const optionsOf = ({ stream, expected }: ProposedAppend) => {
  const options = new BatchAppendReq.Options().setStreamIdentifier(
    new shared.StreamIdentifier().setStreamName(Buffer.from(stream)),
  );
  // Without a deadline: the server would compare it with its own clock.
  if (typeof expected === 'bigint') return options.setStreamPosition(expected.toString());
  if (expected === 'no_stream') return options.setNoStream(new empty.Empty());
  return expected === 'any' ? options.setAny(new empty.Empty()) : options.setStreamExists(new empty.Empty());
};

const messageOf = ({ id, type, data, metadata }: ProposedEvent) => {
  const message = new BatchAppendReq.ProposedMessage()
    .setId(new shared.UUID().setString(id))
    .setData(Buffer.from(data))
    .setCustomMetadata(Buffer.from(metadata));
  message.getMetadataMap().set('type', type).set('content-type', 'application/json');
  return message;
};

/** All events of an append in one message, so that no part of them can be stored without the others. */
export const appendRequest = (correlationId: string, append: ProposedAppend): AppendRequest =>
  new BatchAppendReq()
    .setCorrelationId(new shared.UUID().setString(correlationId))
    .setOptions(optionsOf(append))
    .setProposedMessagesList(append.events.map(messageOf))
    .setIsFinal(true);
