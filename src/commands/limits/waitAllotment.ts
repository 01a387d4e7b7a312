/** One allotment of a node for all answers that stay open: live streams and long polls. */

export const waitLimits = {
  /** An answer on a connection waits for the one before it to end. */
  perConnectionMax: 2,
  nodeMax: 12_000,
} as const;

export interface Waiting {
  /** What it waits for, such as a showtime. */
  readonly room: string;
  readonly roomMax: number;
  readonly caller: string;
  /** Undefined if the address is exempt from limits. */
  readonly address: string | undefined;
  readonly connection: object;
  /** By a steady clock. */
  readonly endsAtMs: number;
  /** Of the token that it was asked with. */
  isStillAllowed(): boolean;
  leave(): void;
}

export type WaitEnd = 'displaced' | 'lifetime' | 'token';

export interface WaitAllotment {
  readonly size: number;
  ofCaller(caller: string): number;
  ofConnection(connection: object): number;
  /**
   * Undefined when there is no place: none but the asking address has more than its share. Otherwise the oldest of the address
   * with the most gives up its place. Returns how to leave, which may be called again.
   */
  join(waiting: Waiting): (() => void) | undefined;
  /** Ends what has lasted long enough and what a token no longer allows. */
  sweep(nowMs: number): void;
}

interface Places {
  readonly all: Set<Waiting>;
  readonly byAddress: Map<string, Set<Waiting>>;
}

const openPlaces = (): Places => ({ all: new Set(), byAddress: new Map() });
const addressOf = ({ address = '' }: Pick<Waiting, 'address'>): string => address;

const put = ({ all, byAddress }: Places, waiting: Waiting): void => {
  all.add(waiting);
  const own = byAddress.get(addressOf(waiting));
  if (own === undefined) byAddress.set(addressOf(waiting), new Set([waiting]));
  else own.add(waiting);
};

const take = ({ all, byAddress }: Places, waiting: Waiting): void => {
  all.delete(waiting);
  const own = byAddress.get(addressOf(waiting));
  own?.delete(waiting);
  if (own?.size === 0) byAddress.delete(addressOf(waiting));
};

/** The oldest of the caller with the most. */
const oldestOfBiggest = (of: ReadonlySet<Waiting>): Waiting | undefined => {
  const byCaller = Map.groupBy(of, ({ caller }) => caller);
  let biggest: readonly Waiting[] = [];
  for (const own of byCaller.values()) if (own.length > biggest.length) biggest = own;
  return biggest[0];
};

/** Undefined unless an address has more than the one that asks would have. */
const toDisplace = ({ byAddress }: Places, asking: Waiting): Waiting | undefined => {
  let biggest: ReadonlySet<Waiting> = new Set();
  for (const own of byAddress.values()) if (own.size > biggest.size) biggest = own;
  const own = byAddress.get(addressOf(asking))?.size ?? 0;
  return biggest.size > own + 1 ? oldestOfBiggest(biggest) : undefined;
};

const count = <Key>(
  counts: Pick<Map<Key, number>, 'get' | 'delete'> & { set(key: Key, value: number): unknown },
  key: Key,
  by: 1 | -1,
) => {
  const left = (counts.get(key) ?? 0) + by;
  if (left > 0) counts.set(key, left);
  else counts.delete(key);
};

export const createWaitAllotment = (
  ended: (why: WaitEnd) => void,
  nodeMax: number = waitLimits.nodeMax,
): WaitAllotment => {
  const node = openPlaces();
  const rooms = new Map<string, Places>();
  const callers = new Map<string, number>();
  const connections = new WeakMap<object, number>();

  const remove = (waiting: Waiting): void => {
    if (!node.all.has(waiting)) return;
    take(node, waiting);
    const room = rooms.get(waiting.room);
    if (room !== undefined) take(room, waiting);
    if (room?.all.size === 0) rooms.delete(waiting.room);
    count(callers, waiting.caller, -1);
    count(connections, waiting.connection, -1);
  };
  const end = (waiting: Waiting, why: WaitEnd): void => {
    remove(waiting);
    ended(why);
    waiting.leave();
  };
  const makeRoom = (places: Places | undefined, max: number, asking: Waiting): boolean => {
    if (places === undefined || places.all.size < max) return true;
    const displaced = toDisplace(places, asking);
    if (displaced === undefined) return false;
    end(displaced, 'displaced');
    return true;
  };

  return {
    get size() {
      return node.all.size;
    },
    ofCaller: (caller) => callers.get(caller) ?? 0,
    ofConnection: (connection) => connections.get(connection) ?? 0,
    join: (waiting) => {
      const isFree =
        makeRoom(rooms.get(waiting.room), waiting.roomMax, waiting) && makeRoom(node, nodeMax, waiting);
      if (!isFree) return undefined;
      const room = rooms.get(waiting.room) ?? openPlaces();
      rooms.set(waiting.room, room);
      put(node, waiting);
      put(room, waiting);
      count(callers, waiting.caller, 1);
      count(connections, waiting.connection, 1);
      return () => remove(waiting);
    },
    sweep: (nowMs) => {
      for (const waiting of node.all) {
        if (nowMs >= waiting.endsAtMs) end(waiting, 'lifetime');
        else if (!waiting.isStillAllowed()) end(waiting, 'token');
      }
    },
  };
};
