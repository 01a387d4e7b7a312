/** What a subscription is sent, message by message. Its events are read field by field: they are most of the work. */
import { parseUUID } from '@eventstore/db-client/dist/utils/grpcUUID.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import protobuf, { type BinaryReader } from 'google-protobuf';
import { type Position, positionStart, type RecordedEvent } from '../../ports/EventStore.ts';
import { ownEventIn } from './eventEncoding.ts';
import type { OwnEvents } from './OwnEvents.ts';

export type FollowItem =
  | { readonly mark: 'confirmed' }
  | { readonly mark: 'caughtUp' }
  | { readonly mark: 'other' }
  /** Where to resume; opaque, and not the position of an event. */
  | { readonly mark: 'checkpoint'; readonly position: { readonly commit: bigint; readonly prepare: bigint } }
  /** `event` is undefined for one that is not of this program. */
  | { readonly position: Position; readonly event: RecordedEvent | undefined };

export const isMark = (item: FollowItem): item is Extract<FollowItem, { mark: string }> => 'mark' in item;

/** As numbered in EventStoreDB's streams.proto, which the client's generated messages are made from. */
const answerFields = { event: 1 } as const;
const eventFields = { record: 1, commitPosition: 3 } as const;
const recordFields = {
  id: 1,
  stream: 2,
  revision: 3,
  commitPosition: 5,
  properties: 6,
  metadata: 7,
  data: 8,
} as const;
const entryFields = { key: 1, value: 2 } as const;

const nothing: Uint8Array = new Uint8Array();

class ReadRecord {
  id = '';
  stream = '';
  revision = '0';
  position = '0';
  type = '';
  contentType = '';
  metadata = nothing;
  data = nothing;
  isOwn = false;
}

const readUuid = (reader: BinaryReader): string => {
  const uuid = new shared.UUID();
  reader.readMessage(uuid, shared.UUID.deserializeBinaryFromReader);
  return parseUUID(uuid) ?? '';
};

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();

const readStreamName = (reader: BinaryReader): string => {
  const stream = new shared.StreamIdentifier();
  reader.readMessage(stream, shared.StreamIdentifier.deserializeBinaryFromReader);
  return textOf(stream.getStreamName_asU8());
};

const readProperty = (record: ReadRecord, reader: BinaryReader): void => {
  let key = '';
  while (reader.nextField()) {
    const field = reader.getFieldNumber();
    if (field === entryFields.key) key = reader.readString();
    else if (field === entryFields.value && key === 'type') record.type = reader.readString();
    else if (field === entryFields.value && key === 'content-type') record.contentType = reader.readString();
    else reader.skipField();
  }
};

const readText = (record: ReadRecord, reader: BinaryReader): void => {
  switch (reader.getFieldNumber()) {
    case recordFields.stream:
      record.stream = readStreamName(reader);
      return;
    case recordFields.properties:
      reader.readMessage(record, readProperty);
      return;
    case recordFields.metadata:
      record.metadata = reader.readBytes();
      return;
    case recordFields.data:
      record.data = reader.readBytes();
      return;
    default:
      reader.skipField();
  }
};

const jsonOf = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(textOf(bytes));
  } catch {
    return undefined;
  }
};

const recordedEvent = (record: ReadRecord, position: Position): RecordedEvent | undefined => {
  const { id, type, stream, contentType } = record;
  const revision = Number(record.revision);
  const isJson = contentType === 'application/json';
  const [data, metadata] = [jsonOf(record.data), jsonOf(record.metadata)];
  return ownEventIn({ id, type, stream, revision, position, isJson, data, metadata });
};

const markIn = (bytes: Uint8Array): FollowItem => {
  const answer = streams.ReadResp.deserializeBinary(bytes);
  const checkpoint = answer.getCheckpoint();
  if (checkpoint !== undefined) {
    const commit = BigInt(checkpoint.getCommitPosition());
    return { mark: 'checkpoint', position: { commit, prepare: BigInt(checkpoint.getPreparePosition()) } };
  }
  if (answer.hasCaughtUp()) return { mark: 'caughtUp' };
  return { mark: answer.hasConfirmation() ? 'confirmed' : 'other' };
};

/** Events that this store sent are not parsed: they are known. */
export const answerReader = (own: OwnEvents): ((bytes: Buffer) => FollowItem) => {
  const readRecord = (record: ReadRecord, reader: BinaryReader): void => {
    while (reader.nextField()) {
      const field = reader.getFieldNumber();
      if (field === recordFields.id) {
        record.id = readUuid(reader);
        record.isOwn = own.has(record.id);
      } else if (field === recordFields.revision) record.revision = reader.readUint64String();
      else if (field === recordFields.commitPosition) record.position = reader.readUint64String();
      else if (record.isOwn) reader.skipField();
      else readText(record, reader);
    }
  };
  const readEvent = (record: ReadRecord, reader: BinaryReader): void => {
    while (reader.nextField()) {
      const field = reader.getFieldNumber();
      if (field === eventFields.record) reader.readMessage(record, readRecord);
      else if (field === eventFields.commitPosition) record.position = reader.readUint64String();
      else reader.skipField();
    }
  };
  return (buffer) => {
    const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    const reader = new protobuf.BinaryReader(bytes);
    if (!reader.nextField() || reader.getFieldNumber() !== answerFields.event) return markIn(bytes);
    const record = new ReadRecord();
    reader.readMessage(record, readEvent);
    const position = record.position.padStart(positionStart.length, '0');
    const event = record.isOwn
      ? own.stored(record.id, Number(record.revision), position)
      : recordedEvent(record, position);
    return { position, event };
  };
};
