/**
 * An EventStoreDB inside the test process: a real gRPC server on the client package's own service stubs, so that
 * the official client talks to it unchanged. It can be stopped, started again on the same port, and made to fail.
 */
import { randomUUID } from 'node:crypto';
import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { IStreamsServer } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type {
  BatchAppendReq,
  BatchAppendResp,
  DeleteReq,
  DeleteResp,
  ReadReq,
  ReadResp,
  TombstoneReq,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import grpc from '@grpc/grpc-js';
import { handleAppend, handleBatchAppend } from './appendHandlers.ts';
import { FakeLog, type FakeLogOptions } from './FakeLog.ts';
import type { CallFault, SubscriptionFault } from './faults.ts';
import { subscriptionFaults } from './faults.ts';
import { clusterInfo, type Member, memberStates } from './membership.ts';
import { failure, textOf } from './messages.ts';
import { handleRead } from './readHandler.ts';
import { credentialsOf, type ServerSecurity, userCheck } from './security.ts';

const messageBytesMax = 17 * 1024 * 1024;

export class FakeEventStoreDb {
  /** Another one takes effect at the next start. */
  log: FakeLog;
  /** Likewise. Without it there is no TLS and no user. */
  security: ServerSecurity | undefined;
  /** Consumed one per append, read or subscription, before anything else happens. */
  readonly appendFaults: CallFault[] = [];
  readonly readFaults: CallFault[] = [];
  readonly subscriptionFaults: CallFault[] = [];
  /** Appends that arrived, failed ones included. */
  appends = 0;
  /** Calls for many appends that were opened. */
  batchCalls = 0;
  /** How often it was asked for its gossip. */
  gossips = 0;
  readonly #batchCalls = new Set<grpc.ServerDuplexStream<BatchAppendReq, BatchAppendResp>>();
  readonly #subscriptions = new Set<grpc.ServerWritableStream<ReadReq, ReadResp>>();
  readonly #member: Member;
  #server: grpc.Server | undefined;
  #port = 0;

  constructor(log: FakeLog = new FakeLog(), member?: Member) {
    this.log = log;
    this.#member = member ?? this.#alone();
  }

  get port(): number {
    return this.#port;
  }

  get connectionString(): string {
    return `esdb://127.0.0.1:${this.#port}?tls=false`;
  }

  get openBatchCalls(): number {
    return this.#batchCalls.size;
  }

  /** Those that are open now take appends and answer nothing any more. */
  silenceBatchCalls(): void {
    for (const call of this.#batchCalls) call.removeAllListeners('data').resume();
  }

  get subscriptions(): number {
    return this.#subscriptions.size;
  }

  /** Again on the same port; the first time on a free one. */
  async start(port = this.#port): Promise<void> {
    const { security } = this;
    const server = new grpc.Server({
      'grpc.max_receive_message_length': messageBytesMax,
      interceptors: security === undefined ? [] : [userCheck(security)],
    });
    const { log } = this;
    const member = this.#member;
    const append = {
      log,
      member,
      running: () => this.#server === server,
      nextFault: () => {
        this.appends += 1;
        return this.appendFaults.shift();
      },
    };
    const handlers: IStreamsServer = {
      append: handleAppend(append),
      batchAppend: (call) => {
        this.batchCalls += 1;
        this.#batchCalls.add(call);
        for (const event of ['cancelled', 'close', 'error'])
          call.once(event, () => this.#batchCalls.delete(call));
        handleBatchAppend(append)(call);
      },
      read: handleRead({
        log,
        member,
        nextFault: (subscribing) => (subscribing ? this.subscriptionFaults : this.readFaults).shift(),
        subscriptions: this.#subscriptions,
      }),
      delete: (call, callback) => callback(null, this.#delete(call.request, new streams.DeleteResp(), false)),
      tombstone: (call, callback) =>
        callback(null, this.#delete(call.request, new streams.TombstoneResp(), true)),
    };
    server.addService(streamsService.StreamsService, handlers);
    server.addService(featuresService.ServerFeaturesService, {
      getSupportedMethods: (_call: unknown, callback: grpc.sendUnaryData<features.SupportedMethods>) =>
        callback(null, supportedMethods()),
    });
    server.addService(gossipService.GossipService, {
      read: (_call: unknown, callback: grpc.sendUnaryData<ClusterInfo>) => {
        this.gossips += 1;
        callback(null, clusterInfo(member.members()));
      },
    });
    const address = `127.0.0.1:${port}`;
    this.#port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(address, credentialsOf(security), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    this.#server = server;
  }

  /** Cuts every connection, as when the process is killed. The log stays. */
  stop(): void {
    const server = this.#server;
    this.#server = undefined;
    server?.forceShutdown();
    this.#subscriptions.clear();
  }

  /** Ends the subscriptions that are open now. */
  dropSubscriptions(fault: SubscriptionFault): void {
    const { code, details } = subscriptionFaults[fault];
    for (const call of [...this.#subscriptions]) call.emit('error', failure(code, details));
  }

  #alone(): Member {
    const instanceId = randomUUID();
    return {
      members: () => [{ instanceId, state: memberStates.LEADER, isAlive: true, port: this.#port }],
      leader: () => ({ itself: true, port: this.#port }),
    };
  }

  #delete<Answer extends DeleteResp | TombstoneResp>(
    request: DeleteReq | TombstoneReq,
    answer: Answer,
    hard: boolean,
  ): Answer {
    const name = textOf(request.getOptions()?.getStreamIdentifier()?.getStreamName());
    const position = this.log.delete(name, hard).toString();
    const grpcPosition = new streams.DeleteResp.Position()
      .setCommitPosition(position)
      .setPreparePosition(position);
    answer.setPosition(grpcPosition);
    return answer;
  }
}

const supportedMethods = (): features.SupportedMethods =>
  new features.SupportedMethods()
    .setEventStoreServerVersion('23.10.6')
    .setMethodsList(
      ['read', 'append', 'batchappend', 'delete', 'tombstone'].map((name) =>
        new features.SupportedMethod()
          .setServiceName('event_store.client.streams.streams')
          .setMethodName(name),
      ),
    );

/** Starts an empty one on a free port. */
export const startFakeEventStoreDb = async (options?: FakeLogOptions): Promise<FakeEventStoreDb> => {
  const fake = new FakeEventStoreDb(new FakeLog(options));
  await fake.start();
  return fake;
};
