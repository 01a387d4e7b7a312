/** Every peer by the name that the page of figures gives it. */
import type { OpenPeer } from './Peer.ts';
import { conditionalUpdate, lockSeats, lockShowtime, plpgsql, serializable } from './postgresPeers.ts';
import { redisLua } from './redisLua.ts';

export interface PeerEntry {
  readonly title: string;
  readonly engine: 'postgres' | 'redis';
  open(): Promise<OpenPeer>;
}

const ready = (peer: OpenPeer) => (): Promise<OpenPeer> => Promise.resolve(peer);

/** Its dependencies do not fit beside ours: they are installed in its own folder before it is measured. */
const openEmmett = async (): Promise<OpenPeer> => {
  const place: string = './emmett/emmettPeer.mjs';
  const { emmett } = (await import(place)) as { emmett: OpenPeer };
  return emmett;
};

export const peers = {
  FU: { title: '`SELECT … FOR UPDATE` on the showtime', engine: 'postgres', open: ready(lockShowtime) },
  FUS: { title: '`SELECT … FOR UPDATE` on the seats', engine: 'postgres', open: ready(lockSeats) },
  FUP: { title: 'row lock inside one PL/pgSQL call', engine: 'postgres', open: ready(plpgsql) },
  CU: { title: 'one conditional `UPDATE`', engine: 'postgres', open: ready(conditionalUpdate) },
  SER: { title: '`SERIALIZABLE` with retry', engine: 'postgres', open: ready(serializable) },
  LUA: { title: 'Redis Lua lock (a lease, not a log)', engine: 'redis', open: ready(redisLua) },
  EMM: { title: 'emmett on Postgres', engine: 'postgres', open: openEmmett },
} as const satisfies Record<string, PeerEntry>;

export type PeerName = keyof typeof peers;

export const isPeerName = (name: string): name is PeerName => Object.hasOwn(peers, name);
