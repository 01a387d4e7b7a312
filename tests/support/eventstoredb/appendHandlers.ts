/** The two append paths of the in-process EventStoreDB: one call per append, and many appends over one call. */
import shared from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import grpc from '@grpc/grpc-js';
import anyMessage from 'google-protobuf/google/protobuf/any_pb.js';
import emptyMessage from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Appended, Expected, FakeLog, ProposedEvent } from './FakeLog.ts';
import { appendSizeMax } from './FakeLog.ts';
import type { CallFault } from './faults.ts';
import { callFaults } from './faults.ts';
import { type MemberContext, serveAsLeader } from './membership.ts';
import {
  expectedOf,
  failure,
  proposedEvent,
  streamDeleted,
  streamIdentifier,
  textOf,
  thrownByHandler,
} from './messages.ts';

export interface AppendContext extends MemberContext {
  readonly log: FakeLog;
  /** The fault that the next append must suffer, if any. */
  nextFault(): CallFault | undefined;
  /** False once the server is gone. */
  running(): boolean;
}

interface Request {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly ProposedEvent[];
}

const unaryAnswer = ({ stream, expected }: Request, result: Appended): AppendResp | Error => {
  const answer = new streams.AppendResp();
  switch (result.outcome) {
    case 'stored': {
      const position = new streams.AppendResp.Position()
        .setCommitPosition(result.position.toString())
        .setPreparePosition(result.position.toString());
      return answer.setSuccess(
        new streams.AppendResp.Success().setCurrentRevision(result.revision.toString()).setPosition(position),
      );
    }
    case 'wrong-version': {
      const wrong = new streams.AppendResp.WrongExpectedVersion();
      if (result.current === undefined) wrong.setCurrentNoStream(new shared.Empty());
      else wrong.setCurrentRevision(result.current.toString());
      if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
      else if (expected === 'no_stream') wrong.setExpectedNoStream(new shared.Empty());
      else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new shared.Empty());
      else wrong.setExpectedRevision(expected.toString());
      return answer.setWrongExpectedVersion(wrong);
    }
    case 'deleted':
      return streamDeleted(stream);
    case 'too-big':
      return failure(grpc.status.INVALID_ARGUMENT, `Maximum Append Size of ${appendSizeMax} Exceeded.`, {
        exception: 'maximum-append-size-exceeded',
        'maximum-append-size': appendSizeMax.toString(),
      });
    case 'bad-request':
      return thrownByHandler();
  }
};

/** Stored or not, an answer after the deadline is a timeout; a real server needs the last millisecond for its commit. */
const isOver = (deadline: grpc.Deadline): boolean => Number(deadline) - Date.now() <= 1;

export const handleAppend =
  (context: AppendContext): grpc.handleClientStreamingCall<AppendReq, AppendResp> =>
  (call, callback) => {
    const { log, nextFault, running } = context;
    let options: AppendReq.Options | undefined;
    const events: ProposedEvent[] = [];
    call.on('data', (message: AppendReq) => {
      options = message.getOptions() ?? options;
      const proposed = message.getProposedMessage();
      if (proposed !== undefined) events.push(proposedEvent(proposed));
    });
    call.on('error', () => undefined);
    // A request that its client cancels in the middle comes to its end as well, and is taken for whole: the worst that
    // a server could do with it.
    call.on('end', () => {
      if (options === undefined || !running()) return;
      const header = options;
      const fault = nextFault();
      const request = {
        stream: textOf(header.getStreamIdentifier()?.getStreamName()),
        expected: expectedOf(header, () => header.getRevision()),
        events,
      };
      if (fault !== undefined) {
        const { stored, code, details } = callFaults[fault];
        if (stored) log.append(request.stream, request.expected, request.events);
        if (code !== undefined) callback(failure(code, details));
        return;
      }
      const serve = (): void => {
        const result = log.append(request.stream, request.expected, request.events);
        void answerOnceCommitted(log, result, () => {
          if (!running() || isOver(call.getDeadline())) return;
          const answer = unaryAnswer(request, result);
          if (answer instanceof Error) callback(answer);
          else callback(null, answer);
        });
      };
      serveAsLeader(context, call.metadata, { serve, refuse: callback });
    });
  };

/** Anything but an acknowledgement is answered at once. */
const answerOnceCommitted = async (log: FakeLog, result: Appended, answer: () => void): Promise<void> => {
  if (result.outcome === 'stored') await log.committed(result.position);
  answer();
};

const packed = (
  message: { serializeBinary(): Uint8Array },
  name: string,
): InstanceType<typeof anyMessage.Any> => {
  const any = new anyMessage.Any();
  any.pack(message.serializeBinary(), name);
  return any;
};

const wrongVersion = (expected: Expected, current: bigint | undefined) => {
  const wrong = new shared.WrongExpectedVersion();
  const empty = new emptyMessage.Empty();
  if (current === undefined) wrong.setCurrentNoStream(empty);
  else wrong.setCurrentStreamRevision(current.toString());
  if (expected === 'any') wrong.setExpectedAny(empty);
  else if (expected === 'no_stream') wrong.setExpectedNoStream(empty);
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(empty);
  else wrong.setExpectedStreamPosition(expected.toString());
  return wrong;
};

const statusOf = (message: string, details: InstanceType<typeof anyMessage.Any>) =>
  new status.Status().setMessage(message).setDetails(details);

const notReadyStatus = () =>
  statusOf('Server Is Not Ready', packed(new emptyMessage.Empty(), 'google.protobuf.Empty'));

const timeoutStatus = () => statusOf('Timeout', packed(new shared.Timeout(), 'event_store.client.Timeout'));

const batchError = ({ stream, expected }: Request, result: Appended) => {
  switch (result.outcome) {
    case 'stored':
      return undefined;
    case 'wrong-version':
      return statusOf(
        'WrongExpectedVersion',
        packed(wrongVersion(expected, result.current), 'event_store.client.WrongExpectedVersion'),
      );
    case 'deleted':
      return statusOf(
        'StreamDeleted',
        packed(
          new shared.StreamDeleted().setStreamIdentifier(streamIdentifier(stream)),
          'event_store.client.StreamDeleted',
        ),
      );
    case 'too-big':
      return statusOf(
        'MaximumAppendSizeExceeded',
        packed(
          new shared.MaximumAppendSizeExceeded().setMaxappendsize(appendSizeMax),
          'event_store.client.MaximumAppendSizeExceeded',
        ),
      );
    case 'bad-request':
      return statusOf('BadRequest', packed(new shared.BadRequest(), 'event_store.client.BadRequest'));
  }
};

const errorOf = (request: Request, result: Appended | 'timeout' | 'not-ready') => {
  if (result === 'timeout') return timeoutStatus();
  return result === 'not-ready' ? notReadyStatus() : batchError(request, result);
};

/** After a bad request the server forgets that it answered, and answers once more. */
const secondAnswerAfterMs = 2_000;

export const handleBatchAppend =
  (context: AppendContext): grpc.handleBidiStreamingCall<BatchAppendReq, BatchAppendResp> =>
  (call) => {
    const { log, nextFault, running } = context;
    const pending = new Map<string, { options: BatchAppendReq.Options; events: ProposedEvent[] }>();
    const timers = new Set<NodeJS.Timeout>();
    let ended = false;
    const forget = (): void => {
      ended = true;
      for (const timer of timers) clearTimeout(timer);
    };
    /** The whole call, with whatever else it carries. */
    const end = (error: ReturnType<typeof failure>): void => {
      if (ended) return;
      forget();
      call.emit('error', error);
    };
    call.on('error', forget);
    call.on('cancelled', forget);
    call.on('close', forget);
    call.on('end', () => {
      forget();
      call.end();
    });

    const answer = (id: string, request: Request, result: Appended | 'timeout' | 'not-ready'): void => {
      if (ended || !running()) return;
      const response = new streams.BatchAppendResp()
        .setCorrelationId(new shared.UUID().setString(id))
        .setStreamIdentifier(streamIdentifier(request.stream));
      const error = errorOf(request, result);
      if (error !== undefined) response.setError(error);
      if (typeof result !== 'string' && result.outcome === 'stored') {
        const position = new shared.AllStreamPosition()
          .setCommitPosition(result.position.toString())
          .setPreparePosition(result.position.toString());
        response.setSuccess(
          new streams.BatchAppendResp.Success()
            .setCurrentRevision(result.revision.toString())
            .setPosition(position),
        );
      }
      call.write(response);
    };

    const fail = (id: string, request: Request, fault: CallFault): void => {
      const { stored, code, details } = callFaults[fault];
      if (stored) log.append(request.stream, request.expected, request.events);
      if (fault === 'notReady') answer(id, request, 'not-ready');
      else if (code !== undefined) end(failure(code, details));
    };

    const finish = (id: string, options: BatchAppendReq.Options, events: readonly ProposedEvent[]): void => {
      const request: Request = {
        stream: textOf(options.getStreamIdentifier()?.getStreamName()),
        expected: expectedOf(options, () => options.getStreamPosition()),
        events,
      };
      const fault = nextFault();
      if (fault !== undefined) {
        fail(id, request, fault);
        return;
      }
      const serve = (): void => store(id, request, options);
      serveAsLeader(context, call.metadata, { serve, refuse: end });
    };

    const store = (id: string, request: Request, options: BatchAppendReq.Options): void => {
      const result = log.append(request.stream, request.expected, request.events);
      const deadline = options.getDeadline()?.toDate().getTime() ?? Number.POSITIVE_INFINITY;
      void answerOnceCommitted(log, result, () => {
        answer(id, request, isOver(deadline) ? 'timeout' : result);
      });
      if (result.outcome === 'bad-request') {
        const timer = setTimeout(() => answer(id, request, 'timeout'), secondAnswerAfterMs);
        timers.add(timer.unref());
      }
    };

    call.on('data', (message: BatchAppendReq) => {
      if (ended || !running()) return;
      const id = message.getCorrelationId()?.getString() ?? '';
      const options = message.getOptions() ?? pending.get(id)?.options;
      if (options === undefined) return;
      const entry = pending.get(id) ?? { options, events: [] };
      pending.set(id, entry);
      entry.events.push(...message.getProposedMessagesList().map(proposedEvent));
      if (!message.getIsFinal()) return;
      pending.delete(id);
      finish(id, options, entry.events);
    });
  };
