/** What a node of a cluster says of its members, and what it answers when it does not lead. */
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import grpc from '@grpc/grpc-js';
import { failure } from './messages.ts';

export const memberStates = gossip.MemberInfo.VNodeState;

export interface MemberSeen {
  readonly instanceId: string;
  readonly state: gossip.MemberInfo.VNodeState;
  readonly isAlive: boolean;
  readonly port: number;
}

export interface Member {
  /** As this node sees them, itself included. */
  members(): readonly MemberSeen[];
  /** The port of the leader; undefined when this node knows of none. */
  leader(): { readonly itself: boolean; readonly port: number } | undefined;
}

export interface MemberContext {
  readonly member: Member;
}

export const clusterInfo = (members: readonly MemberSeen[]): gossip.ClusterInfo =>
  new gossip.ClusterInfo().setMembersList(
    members.map(({ instanceId, state, isAlive, port }) =>
      new gossip.MemberInfo()
        .setInstanceId(new shared.UUID().setString(instanceId))
        .setTimeStamp(`${BigInt(Date.now()) * 10_000n}`)
        .setState(state)
        .setIsAlive(isAlive)
        .setHttpEndPoint(new gossip.EndPoint().setAddress('127.0.0.1').setPort(port)),
    ),
  );

const notLeader = (port: number) =>
  failure(grpc.status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': '127.0.0.1',
    'leader-endpoint-port': `${port}`,
  });

/** For a call that requires the leader: the answer names another node as the leader, or none while there is no leader. */
export const serveAsLeader = (
  { member }: MemberContext,
  metadata: grpc.Metadata,
  { serve, refuse }: { serve(): void; refuse(error: ReturnType<typeof failure>): void },
): void => {
  const leader = member.leader();
  if (leader?.itself === true || metadata.get('requires-leader')[0] !== 'true') serve();
  else if (leader !== undefined) refuse(notLeader(leader.port));
};
