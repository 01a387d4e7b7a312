import { randomUUID } from 'node:crypto';
import { convertToCommandError, DeadlineExceededError } from '@eventstore/db-client';
import { unpackToCommandError } from '@eventstore/db-client/dist/streams/appendToStream/unpackError.js';
import { parseUUID } from '@eventstore/db-client/dist/utils/grpcUUID.js';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import { EventStoreUnavailable } from '../../ports/EventStore.ts';
import { type AppendRequest, appendRequest, type ProposedAppend } from './appendRequest.ts';

export interface StoredAppend {
  readonly revision: number;
  /** Undefined when the server does not know it. */
  readonly commit: bigint | undefined;
}

interface Pending {
  readonly stream: string;
  readonly overdue: NodeJS.Timeout;
  resolve(stored: StoredAppend): void;
  reject(error: unknown): void;
}

const pendingMax = 10_000;

/** Then other appends take another call. */
const silenceMaxMs = 1_000;

/** The server answers a higher one when it does not know the position. */
const positionKnownMax = 2n ** 63n;

const storedBy = (answer: BatchAppendResp): StoredAppend => {
  const success = answer.getSuccess();
  const position = success?.getPosition()?.getCommitPosition();
  const commit = position === undefined ? undefined : BigInt(position);
  return {
    revision: Number(success?.getCurrentRevision()),
    commit: commit !== undefined && commit < positionKnownMax ? commit : undefined,
  };
};

/**
 * Many appends over one call, each one message and one answer. When the call ends, the outcome of those without an answer is
 * unknown and each of them fails; nothing is sent again here. An answer that is not expected is ignored.
 */
export class AppendCall {
  readonly #call: ClientDuplexStream<AppendRequest, BatchAppendResp>;
  readonly #pending = new Map<string, Pending>();
  #waitingSinceMs = 0;
  #isLeft = false;

  constructor(call: ClientDuplexStream<AppendRequest, BatchAppendResp>) {
    this.#call = call;
    call.on('data', (answer: BatchAppendResp) => this.#answer(answer));
    // Never removed: an error without a listener ends the process.
    call.on('error', (error: Error) => this.#end(convertToCommandError(error)));
    call.on('end', () => this.#end(new EventStoreUnavailable('the server ended the call')));
  }

  /** It has ended, was left, or gives no answers. */
  get isOfNoUse(): boolean {
    const isSilent = this.#pending.size > 0 && performance.now() - this.#waitingSinceMs > silenceMaxMs;
    return this.#isLeft || isSilent;
  }

  /** Rejects with the client's errors. */
  append(append: ProposedAppend, withinMs: number): Promise<StoredAppend> {
    if (this.#isLeft || this.#pending.size >= pendingMax) {
      return Promise.reject(new EventStoreUnavailable('too many appends wait for an answer'));
    }
    const id = randomUUID();
    return new Promise((resolve, reject) => {
      const overdue = setTimeout(() => this.#take(id)?.reject(new DeadlineExceededError()), withinMs);
      if (this.#pending.size === 0) this.#waitingSinceMs = performance.now();
      this.#pending.set(id, { stream: append.stream, overdue, resolve, reject });
      this.#call.write(appendRequest(id, append));
    });
  }

  /** For no more appends. It ends when the last one has its answer. */
  leave(): void {
    this.#isLeft = true;
    if (this.#pending.size === 0) this.#call.cancel();
  }

  #take(id: string | undefined): Pending | undefined {
    const pending = this.#pending.get(id ?? '');
    if (id === undefined || pending === undefined) return undefined;
    clearTimeout(pending.overdue);
    this.#pending.delete(id);
    if (this.#isLeft && this.#pending.size === 0) this.#call.cancel();
    return pending;
  }

  #answer(answer: BatchAppendResp): void {
    this.#waitingSinceMs = performance.now();
    const pending = this.#take(parseUUID(answer.getCorrelationId()));
    const error = answer.getError();
    if (error === undefined) pending?.resolve(storedBy(answer));
    else pending?.reject(unpackToCommandError(error, pending.stream));
  }

  #end(error: unknown): void {
    this.#isLeft = true;
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(error);
  }
}
