/** Between the wire's messages and the words of the fake log. Deciding anything must not enter. */
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import grpc from '@grpc/grpc-js';
import type { Expected, ProposedEvent, StoredEvent } from './FakeLog.ts';

export const textOf = (bytes: Uint8Array | string | undefined): string =>
  typeof bytes === 'string' ? Buffer.from(bytes, 'base64').toString() : Buffer.from(bytes ?? []).toString();

export const streamIdentifier = (name: string): InstanceType<typeof shared.StreamIdentifier> =>
  new shared.StreamIdentifier().setStreamName(Buffer.from(name));

const bytesOf = (value: Uint8Array | string): Uint8Array =>
  typeof value === 'string' ? Buffer.from(value, 'base64') : value;

/** Of either append path. */
export const proposedEvent = (message: {
  getId(): InstanceType<typeof shared.UUID> | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getData(): Uint8Array | string;
  getCustomMetadata(): Uint8Array | string;
}): ProposedEvent => ({
  id: message.getId()?.getString() ?? '',
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: bytesOf(message.getData()),
  metadata: bytesOf(message.getCustomMetadata()),
});

/** Of either append path, and of deletions. */
export const expectedOf = (
  options: { hasAny(): boolean; hasNoStream(): boolean; hasStreamExists(): boolean },
  revision: () => string,
): Expected => {
  if (options.hasAny()) return 'any';
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasStreamExists()) return 'stream_exists';
  return BigInt(revision());
};

const ticksPerMs = 10_000n;

export const readEvent = (event: StoredEvent): InstanceType<typeof streams.ReadResp> => {
  const position = event.position.toString();
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(event.id))
    .setStreamIdentifier(streamIdentifier(event.stream))
    .setStreamRevision(event.revision.toString())
    .setPreparePosition(position)
    .setCommitPosition(position)
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('content-type', event.contentType)
    .set('created', (BigInt(event.createdMs) * ticksPerMs).toString());
  return new streams.ReadResp().setEvent(
    new streams.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(position),
  );
};

/** A page boundary of a catching-up subscription has prepare 0: it stands before the record at `commit`. */
export const checkpoint = (commit: bigint, prepare: bigint): InstanceType<typeof streams.ReadResp> =>
  new streams.ReadResp().setCheckpoint(
    new streams.ReadResp.Checkpoint()
      .setCommitPosition(commit.toString())
      .setPreparePosition(prepare.toString()),
  );

/** What the filter of a request lets through. */
export const filterOf = (options: ReadReq.Options): ((event: StoredEvent) => boolean) => {
  const filter = options.getFilter();
  if (filter === undefined) return () => true;
  const onStream = filter.getStreamIdentifier();
  const expression = onStream ?? filter.getEventType();
  const prefixes = expression?.getPrefixList() ?? [];
  const regex = expression?.getRegex() ?? '';
  const pattern = regex === '' ? undefined : new RegExp(regex, 'u');
  return (event) => {
    const text = onStream === undefined ? event.type : event.stream;
    return pattern?.test(text) ?? prefixes.some((prefix) => text.startsWith(prefix));
  };
};

/** An error of a call, with the metadata by which the client recognises it. */
export const failure = (
  code: grpc.status,
  details: string,
  metadata: Readonly<Record<string, string>> = {},
): Partial<grpc.StatusObject> & Error => {
  const trailers = new grpc.Metadata();
  for (const [key, value] of Object.entries(metadata))
    trailers.set(key, Buffer.from(value).toString('latin1'));
  return Object.assign(new Error(details), { code, details, metadata: trailers });
};

export const thrownByHandler = (): ReturnType<typeof failure> =>
  failure(grpc.status.UNKNOWN, 'Exception was thrown by handler.');

export const streamDeleted = (name: string): ReturnType<typeof failure> =>
  failure(grpc.status.FAILED_PRECONDITION, `Event stream '${name}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': name,
  });
