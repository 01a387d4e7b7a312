/**
 * Three in-process EventStoreDB nodes over one replicated log, as measured on a cluster of 23.10.6: an append is
 * acknowledged once a majority holds it; a node that hangs keeps its connections and answers nothing; another leads after
 * an election; a leader that comes back answers from its old log until it learns that it was deposed.
 */
import { randomUUID } from 'node:crypto';
import { startTcpProxy, type TcpProxy } from '../tcpProxy.ts';
import { FakeEventStoreDb } from './FakeEventStoreDb.ts';
import { FakeLog } from './FakeLog.ts';
import { type Member, type MemberSeen, memberStates } from './membership.ts';

export interface ClusterTimes {
  /** From a written event to its copy on the followers, and from there to its acknowledgement. */
  readonly copyMs: number;
  readonly electionAfterKillMs: number;
  readonly electionAfterHangMs: number;
  /** How long a deposed leader answers from its old log. */
  readonly deposedAnswersMs: number;
  /** How long the others then still tell that it leads too: until they have gossiped with it. */
  readonly rumourMs: number;
}

const quickTimes: ClusterTimes = {
  copyMs: 1,
  electionAfterKillMs: 100,
  electionAfterHangMs: 300,
  deposedAnswersMs: 300,
  rumourMs: 300,
};

const size = 3;
const majority = 2;

interface Way {
  readonly server: FakeEventStoreDb;
  readonly proxy: TcpProxy;
}

export interface ClusterNode {
  readonly instanceId: string;
  readonly log: FakeLog;
  /** Of the first network. */
  readonly proxy: TcpProxy;
  /** One per network. */
  readonly ways: readonly Way[];
  /** It ends itself when it comes back with events that never reached a majority. */
  status: 'running' | 'hung' | 'dead' | 'ended itself';
  /** It led, hung, and has not learned yet that another leads. */
  deposed: boolean;
  /** It came back deposed, and what it told of itself then is still told by the others, who take its own word first. */
  rumoured: boolean;
}

const portIn = ({ ways }: ClusterNode, network: number): number => {
  const way = ways[network];
  if (way === undefined) throw new Error(`there is no network ${network}`);
  return way.proxy.port;
};

export class FakeCluster {
  readonly nodes: ClusterNode[] = [];
  /** May be changed between two losses. */
  times: ClusterTimes;
  readonly #timers = new Set<NodeJS.Timeout>();
  #leader: ClusterNode | undefined;
  #copying: NodeJS.Timeout | undefined;

  private constructor(times: Partial<ClusterTimes>) {
    this.times = { ...quickTimes, ...times };
  }

  /** In each network the nodes have other addresses, so that a program there can be cut off from some of them. */
  static async start(times: Partial<ClusterTimes> = {}, networks = 1): Promise<FakeCluster> {
    const cluster = new FakeCluster(times);
    for (let number = 0; number < size; number += 1) await cluster.#addNode(networks);
    cluster.#leader = cluster.nodes[0];
    cluster.#leader?.log.addOwnEvents();
    return cluster;
  }

  get connectionString(): string {
    return this.connectionStringIn(0);
  }

  connectionStringIn(network: number): string {
    const hosts = this.nodes.map((node) => `127.0.0.1:${portIn(node, network)}`);
    return `esdb://${hosts.join(',')}?tls=false`;
  }

  /** Programs of the network reach these nodes no more: connections stay, and nothing comes through. */
  cutOff(network: number, nodes: readonly ClusterNode[]): void {
    for (const { ways } of nodes) ways[network]?.proxy.block();
  }

  async reconnect(network: number): Promise<void> {
    for (const { status, ways } of this.nodes) {
      if (status === 'running') await ways[network]?.proxy.open();
    }
  }

  /** Undefined between the loss of a leader and the election of the next. A hung one leads until then. */
  get leader(): ClusterNode | undefined {
    return this.#leader;
  }

  get followers(): readonly ClusterNode[] {
    return this.nodes.filter((node) => node !== this.#leader && node.status === 'running' && !node.deposed);
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    clearTimeout(this.#copying);
    for (const { proxy, server } of this.nodes.flatMap(({ ways }) => ways)) {
      await proxy.close();
      server.stop();
    }
  }

  /** As `kill -9`. Its log stays. */
  kill(node: ClusterNode): Promise<void> {
    return this.#end(node, 'dead');
  }

  /** As `kill -STOP`. */
  hang(node: ClusterNode): void {
    node.status = 'hung';
    for (const { proxy } of node.ways) proxy.block();
    if (node !== this.#leader) return;
    this.#after(this.times.electionAfterHangMs, () => {
      if (node === this.#leader && node.status === 'hung') this.#elect();
    });
  }

  /** As `kill -CONT` of one that hangs, and as starting one that has ended. */
  async resume(node: ClusterNode): Promise<void> {
    const hung = node.status === 'hung';
    if (!hung) {
      for (const { server } of node.ways) await server.start();
      node.log.dropUncommitted();
    }
    node.status = 'running';
    for (const { proxy } of node.ways) await proxy.open();
    node.rumoured = node.deposed;
    if (node.deposed) this.#after(this.times.deposedAnswersMs, () => this.#learn(node));
    else this.#follow(node);
    if (this.#leader === undefined) this.#after(this.times.electionAfterKillMs, () => this.#elect());
    this.#copySoon();
  }

  async #addNode(networks: number): Promise<void> {
    const log = new FakeLog({ onWritten: () => this.#copySoon() });
    const memberIn = (network: number): Member => ({
      members: () => this.#membersSeenBy(node, network),
      leader: () => {
        const leader = node.deposed ? node : this.#leader;
        return leader && { itself: leader === node, port: portIn(leader, network) };
      },
    });
    const ways: Way[] = [];
    for (let network = 0; network < networks; network += 1) {
      const server = new FakeEventStoreDb(log, memberIn(network));
      await server.start();
      ways.push({ server, proxy: await startTcpProxy({ port: server.port, host: '127.0.0.1' }) });
    }
    const [first] = ways;
    if (first === undefined) throw new Error('a cluster is in one network at least');
    const instanceId = randomUUID();
    const node: ClusterNode = {
      instanceId,
      log,
      ways,
      proxy: first.proxy,
      status: 'running',
      deposed: false,
      rumoured: false,
    };
    this.nodes.push(node);
  }

  #membersSeenBy(node: ClusterNode, network: number): readonly MemberSeen[] {
    const leader = node.deposed ? node : this.#leader;
    return this.nodes.map((member) => {
      const { instanceId, status, deposed } = member;
      const isRumoured = member.rumoured && member !== node && !node.deposed;
      const isAlive = node.deposed || member === leader || status === 'running';
      // What is told of a member that does not answer is old.
      const leads = member === leader || isRumoured || (deposed && status === 'hung');
      const otherwise = leader === undefined ? memberStates.UNKNOWN : memberStates.FOLLOWER;
      const state = leads ? memberStates.LEADER : otherwise;
      return { instanceId, state, isAlive, port: portIn(member, network) };
    });
  }

  #copySoon(): void {
    this.#copying ??= setTimeout(() => this.#copy(), this.times.copyMs);
  }

  #copy(): void {
    this.#copying = undefined;
    const leader = this.#leader;
    if (leader?.status !== 'running') return;
    const { end } = leader.log;
    const { followers } = this;
    for (const { log } of followers) log.copyFrom(leader.log);
    if (followers.length + 1 < majority) return;
    this.#after(this.times.copyMs, () => {
      if (leader !== this.#leader || leader.status !== 'running') return;
      for (const { log } of [leader, ...this.followers]) log.commitBefore(end);
    });
  }

  /** The one with the longest log leads, if they are a majority. */
  #elect(): void {
    const deposed = this.#leader;
    const electors = this.nodes.filter((node) => node.status === 'running' && !node.deposed);
    if (deposed?.status === 'running') return;
    this.#leader = undefined;
    if (electors.length < majority) return;
    if (deposed !== undefined) deposed.deposed = true;
    this.#leader = electors.reduce((one, other) => (other.log.end > one.log.end ? other : one));
    for (const node of electors) this.#follow(node);
    this.#copySoon();
  }

  /** What is not in the leader's log was never acknowledged. */
  #follow(node: ClusterNode): void {
    const leader = this.#leader;
    if (leader === undefined || leader === node) return;
    if (!node.log.isPartOf(leader.log)) node.log.dropUncommitted();
    node.log.copyFrom(leader.log);
  }

  #learn(node: ClusterNode): void {
    const leader = this.#leader;
    if (!node.deposed || node.status !== 'running') return;
    if (leader === undefined) node.log.dropUncommitted();
    else if (!node.log.isPartOf(leader.log)) {
      void this.#end(node, 'ended itself');
      return;
    }
    node.deposed = false;
    this.#after(this.times.rumourMs, () => {
      node.rumoured = false;
    });
    if (leader === undefined) this.#elect();
    this.#follow(node);
    this.#copySoon();
  }

  async #end(node: ClusterNode, status: 'dead' | 'ended itself'): Promise<void> {
    node.status = status;
    node.deposed = false;
    node.rumoured = false;
    if (node === this.#leader) {
      this.#leader = undefined;
      this.#after(this.times.electionAfterKillMs, () => this.#elect());
    }
    for (const { server, proxy } of node.ways) {
      server.stop();
      await proxy.cut();
    }
  }

  #after(ms: number, what: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      what();
    }, ms);
    this.#timers.add(timer);
  }
}
