import {
  type Credentials,
  convertToCommandError,
  EventStoreDBClient,
  type ReadPosition,
} from '@eventstore/db-client';
import gossip from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import type { MemberInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import gossipMessages from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_grpc_pb.js';
import {
  Channel,
  type ChannelCredentials,
  type ClientReadableStream,
  connectivityState,
} from '@grpc/grpc-js';
import { AppendCall, type StoredAppend } from './AppendCall.ts';
import type { ProposedAppend } from './appendRequest.ts';
import { followRequest } from './followRequest.ts';
import type { SeenMember } from './leaderOf.ts';
import type { FollowItem } from './readAnswer.ts';
import type { ServerFilter } from './serverFilter.ts';

const { VNodeState } = gossipMessages.MemberInfo;

const seenMember = (info: MemberInfo): readonly SeenMember[] => {
  const at = info.getHttpEndPoint();
  if (at === undefined) return [];
  const state = info.getState();
  return [
    {
      server: `${at.getAddress()}:${at.getPort()}`,
      leads: info.getIsAlive() && state === VNodeState.LEADER,
      // Read-only replicas and managers have no vote.
      votes: ![
        VNodeState.MANAGER,
        VNodeState.READONLYLEADERLESS,
        VNodeState.PREREADONLYREPLICA,
        VNodeState.READONLYREPLICA,
      ].some((without) => without === state),
    },
  ];
};

export interface MemberOptions {
  readonly channel: ChannelCredentials;
  readonly isSecure: boolean;
  readonly credentials: Credentials;
  readonly keepAliveInterval: number;
  readonly keepAliveTimeout: number;
  readonly connectionName?: string;
}

const messageBytesMax = 17 * 1024 * 1024;
const reconnectFirstMs = 50;
const reconnectMaxMs = 500;
const resolveAgainMs = 1_000;

/**
 * The official client, bound to one server and to one connection. A call never reaches another server: when the
 * connection is lost, calls that wait on it fail, and the owner makes a new client.
 */
export class MemberClient extends EventStoreDBClient {
  readonly #channel: Channel;
  readonly #streams: InstanceType<typeof streams.StreamsClient>;
  readonly #onLost: () => void;
  readonly #follows = new Set<ClientReadableStream<FollowItem>>();
  #appends: AppendCall | undefined;
  #isLost = false;

  constructor(
    server: string,
    { channel, isSecure, credentials, keepAliveInterval, keepAliveTimeout, ...named }: MemberOptions,
    onLost: () => void,
  ) {
    // Keepalive is the channel's below: the client would print a warning at each connection.
    super({ ...named, endpoint: server }, { insecure: !isSecure }, credentials);
    this.#channel = new Channel(server, channel, {
      'grpc.keepalive_time_ms': keepAliveInterval < 0 ? Number.MAX_SAFE_INTEGER : keepAliveInterval,
      'grpc.keepalive_timeout_ms': keepAliveTimeout < 0 ? Number.MAX_SAFE_INTEGER : keepAliveTimeout,
      'grpc.max_receive_message_length': messageBytesMax,
      'grpc.initial_reconnect_backoff_ms': reconnectFirstMs,
      'grpc.max_reconnect_backoff_ms': reconnectMaxMs,
      'grpc.dns_min_time_between_resolutions_ms': resolveAgainMs,
      'grpc.use_local_subchannel_pool': 1,
      'grpc.enable_retries': 0,
    });
    this.#streams = new streams.StreamsClient(server, channel, { channelOverride: this.#channel });
    this.#onLost = onLost;
    this.#watchChannel();
    this.getChannel = async () => this.#channel;
    this.handleError = async () => undefined;
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** The cluster as this server sees it. Rejects with the client's errors. */
  gossip(deadline: number): Promise<readonly SeenMember[]> {
    return this.execute(
      gossip.GossipClient,
      'gossip',
      (client) =>
        new Promise((resolve, reject) => {
          client.read(new shared.Empty(), ...this.callArguments({ deadline }), (error, info) => {
            if (error === null) resolve(info.getMembersList().flatMap(seenMember));
            else reject(convertToCommandError(error));
          });
        }),
    );
  }

  /** Rejects with the client's errors. */
  append(append: ProposedAppend, withinMs: number): Promise<StoredAppend> {
    if (this.#appends?.isOfNoUse !== false) {
      this.#appends?.leave();
      this.#appends = new AppendCall(
        this.#streams.batchAppend(
          ...this.callArguments({ requiresLeader: true }, { deadline: Number.POSITIVE_INFINITY }),
        ),
      );
    }
    return this.#appends.append(append, withinMs);
  }

  /** Subscribes to the log. */
  follow(
    from: ReadPosition,
    filter: ServerFilter,
    read: (answer: Buffer) => FollowItem,
  ): ClientReadableStream<FollowItem> {
    const { path, requestSerialize } = streams.StreamsService.read;
    const call = this.#streams.makeServerStreamRequest(
      path,
      requestSerialize,
      read,
      followRequest(from, filter),
      ...this.callArguments({}, { deadline: Number.POSITIVE_INFINITY }),
    );
    this.#follows.add(call);
    call.once('close', () => this.#follows.delete(call));
    return call;
  }

  /** Ends reads and subscriptions. The connection goes when its last append has ended. */
  async close(): Promise<void> {
    for (const call of this.#follows) call.cancel();
    this.#appends?.leave();
    await this.dispose();
    this.#channel.close();
  }

  #watchChannel(): void {
    const before = this.#channel.getConnectivityState(false);
    this.#channel.watchConnectivityState(before, Number.POSITIVE_INFINITY, () => {
      const { READY, SHUTDOWN } = connectivityState;
      if (this.#channel.getConnectivityState(false) === SHUTDOWN) return;
      if (before !== READY) {
        this.#watchChannel();
        return;
      }
      this.#isLost = true;
      this.#onLost();
      this.#channel.close();
    });
  }
}
