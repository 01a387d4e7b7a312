/** What is measured: a server that sells seats, ready to sell, with a way to see who has them. */
import type { ChildServer } from '../childServer.ts';
import type { Profile } from '../database.ts';
import type { Callers } from '../load/job.ts';
import type { HeldSeat } from '../peers/Peer.ts';
import type { PeerName } from '../peers/peers.ts';
import type { Stage, StageSize } from '../stage.ts';

/** `M` is the program, `ML` with limits on, `B` another checkout of it (`--before`). */
export type OwnName = 'M' | 'ML' | 'B';
/** The program on the in-process EventStoreDB of the tests as a process of its own, or on the one that EVENTSTORE_URL names. */
export type EventStoreDbName = 'ME' | 'MR';
/** `M0` is the program's route over no log, `F0` a bare Fastify route. */
export type OtherName = 'M0' | 'F0' | PeerName;
export type SubjectName = OwnName | EventStoreDbName | OtherName;

export interface Subject {
  readonly name: SubjectName;
  readonly server: ChildServer;
  readonly stage: Stage;
  /** As whom it is asked, where that matters. */
  readonly callers?: Callers;
  serverSeconds(): number | undefined;
  /** Of its Postgres; undefined where it has none. */
  databaseSeconds(): number | undefined;
  held(): Promise<readonly HeldSeat[]>;
  stop(): Promise<void>;
}

export interface SubjectOptions {
  readonly size?: Partial<StageSize>;
  readonly profile?: Profile;
  /** Not for peers: of a database of the bench, instead of its own Postgres; Node's arguments before the script; settings. */
  readonly databaseUrl?: string;
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}
