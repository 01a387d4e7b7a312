/** Asks the members of a cluster which of them leads: at the start, and then all the while. */
import { setTimeout as pause } from 'node:timers/promises';
import { AccessDeniedError } from '@eventstore/db-client';
import { EventStoreUnavailable } from '../../ports/EventStore.ts';
import { isUnimplemented, textOfError } from './clientErrors.ts';
import type { ConnectionSettings } from './connectionSettings.ts';
import { isDivided, leaderOf, membersIn, type SeenMember } from './leaderOf.ts';
import type { MemberClient } from './MemberClient.ts';

const answerMaxMs = 1_000;
const askEveryMs = 500;
const askAgainMs = 100;
/** For those that have not answered when a majority has: one that hangs must not keep the next question waiting. */
const stragglersMs = 200;

export interface FoundServer {
  readonly server: string;
  readonly inCluster: boolean;
}

interface Round {
  readonly leader: string | undefined;
  /** The only member, and it leads. One that starts knows no other at first. */
  readonly isAlone: boolean;
  readonly failure: unknown;
}

export class LeaderWatch {
  readonly #settings: ConnectionSettings;
  readonly #onLost: () => void;
  readonly #clients = new Map<string, MemberClient>();
  readonly #closing = new AbortController();
  #hurried = new AbortController();
  #members: readonly string[] = [];
  #watching: Promise<void> | undefined;

  constructor(settings: ConnectionSettings, onLost: () => void) {
    this.#settings = settings;
    this.#onLost = onLost;
  }

  /** The server to speak to, and whether it is a member of a cluster. Throws EventStoreUnavailable. */
  async find(withinMs: number, electionForMs: number): Promise<FoundServer> {
    const startedAtMs = performance.now();
    for (;;) {
      const { leader, isAlone, failure } = await this.#ask();
      const [seed] = this.#settings.seeds;
      // A server that is alone may know its address by a name that is of no use here.
      if ((isAlone || isUnimplemented(failure)) && seed !== undefined)
        return { server: seed, inCluster: false };
      if (leader !== undefined) return { server: leader, inCluster: true };
      if (failure instanceof AccessDeniedError) throw failure;
      const patienceMs = this.#members.length > 1 ? electionForMs : withinMs;
      if (performance.now() - startedAtMs >= patienceMs) {
        const why = failure === undefined ? 'its members name no leader' : textOfError(failure);
        throw new EventStoreUnavailable(`find the server: ${why}`, { cause: failure });
      }
      await pause(askAgainMs);
    }
  }

  watch(leader: string, onLeader: (server: string) => void): void {
    this.#watching = this.#watch(leader, onLeader);
  }

  hurry(): void {
    this.#hurried.abort();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#hurried.abort();
    await this.#watching;
    await Promise.all([...this.#clients.values()].map((client) => client.close()));
  }

  async #watch(first: string, onLeader: (server: string) => void): Promise<void> {
    let known = first;
    let found: string | undefined = first;
    while (!this.#closing.signal.aborted) {
      await this.#pause(askAgainMs, this.#closing.signal);
      if (found !== undefined) await this.#pause(askEveryMs - askAgainMs, this.#hurried.signal);
      this.#hurried = new AbortController();
      if (this.#closing.signal.aborted) return;
      found = (await this.#ask()).leader;
      if (found === undefined || found === known || this.#closing.signal.aborted) continue;
      known = found;
      onLeader(found);
    }
  }

  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    await pause(ms, undefined, { signal }).catch(() => undefined);
  }

  /** Asks all members at once, and waits for no more of them than it takes to know the leader. */
  #ask(): Promise<Round> {
    const asked = this.#members.length === 0 ? this.#settings.seeds : this.#members;
    const views = new Map<string, readonly SeenMember[]>();
    return new Promise((resolve) => {
      let failure: unknown;
      let overdue: NodeJS.Timeout | undefined;
      const tell = (leader: string | undefined): void => {
        clearTimeout(overdue);
        this.#remember(membersIn(views), leader);
        const isAlone = this.#members.length === 1 && [...views.values()].flat().every(({ leads }) => leads);
        resolve({ leader, isAlone, failure });
      };
      const answers = asked.map(async (server) => {
        try {
          views.set(server, await this.clientOf(server).gossip(answerMaxMs));
          const leader = leaderOf(views);
          if (leader !== undefined && !isDivided(views)) tell(leader);
          else if (views.size > asked.length / 2)
            overdue ??= setTimeout(() => tell(leaderOf(views)), stragglersMs);
        } catch (error) {
          failure = error;
        }
      });
      void Promise.all(answers).then(() => tell(leaderOf(views)));
    });
  }

  clientOf(server: string): MemberClient {
    const known = this.#clients.get(server);
    if (known !== undefined && !known.isLost) return known;
    const client = this.#settings.clientOf(server, this.#onLost);
    this.#clients.set(server, client);
    void known?.close();
    return client;
  }

  /** None when no member answered: the next to be asked are those of the settings. */
  #remember(members: readonly string[], leader: string | undefined): void {
    this.#members = members;
    if (members.length <= 1 || leader === undefined) return;
    for (const [server, client] of this.#clients) {
      if (members.includes(server)) continue;
      this.#clients.delete(server);
      void client.close();
    }
  }
}
