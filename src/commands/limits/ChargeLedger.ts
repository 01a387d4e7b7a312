import type { Charge } from '../../ports/SharedCharges.ts';

/** The oldest are forgotten beyond it. */
const chargesMax = 100_000;
const secondMs = 1_000;
/** In which a charge lapses. */
const secondOf = ({ untilMs }: Charge): number => Math.ceil(untilMs / secondMs);

interface Kept {
  readonly charge: Charge;
  readonly isOwn: boolean;
}

/** Live charges and their sums, in memory. A charge lapses within a second after its end. */
export interface ChargeLedger {
  readonly size: number;
  sumOf(key: string): number;
  /** When the first charge of the key lapses; undefined when it has none. */
  firstEndMs(key: string): number | undefined;
  find(id: string): Charge | undefined;
  /** Whether this node made the latest change of it. */
  isOwn(id: string): boolean;
  put(charge: Charge): void;
  end(id: string): void;
  receive(charges: readonly Charge[]): void;
  /** What changed here since the last call; an ended charge has an end in the past. */
  takeChanges(): readonly Charge[];
  lapse(nowMs: number): void;
}

/** `isShared`: whether changes are kept for others until they are taken. */
export const createChargeLedger = ({ isShared }: { readonly isShared: boolean }): ChargeLedger => {
  const charges = new Map<string, Kept>();
  const sums = new Map<string, { sum: number; readonly ids: Set<string> }>();
  const bySecond = new Map<number, Set<string>>();
  let changed = new Map<string, Charge>();
  let lapsedUpTo = 0;

  const note = (charge: Charge): void => {
    if (isShared) changed.set(charge.id, charge);
  };

  const remove = (id: string): Charge | undefined => {
    const charge = charges.get(id)?.charge;
    if (charge === undefined) return undefined;
    charges.delete(id);
    const second = secondOf(charge);
    const due = bySecond.get(second);
    due?.delete(id);
    if (due?.size === 0) bySecond.delete(second);
    for (const [key, amount] of charge.amounts) {
      const entry = sums.get(key);
      if (entry === undefined) continue;
      entry.sum -= amount;
      entry.ids.delete(id);
      if (entry.ids.size === 0) sums.delete(key);
    }
    return charge;
  };

  const add = (charge: Charge, isOwn: boolean): void => {
    remove(charge.id);
    const second = secondOf(charge);
    if (second <= lapsedUpTo) return;
    for (const [oldest] of charges) {
      if (charges.size < chargesMax) break;
      remove(oldest);
    }
    charges.set(charge.id, { charge, isOwn });
    for (const [key, amount] of charge.amounts) {
      const entry = sums.get(key) ?? { sum: 0, ids: new Set<string>() };
      entry.sum += amount;
      entry.ids.add(charge.id);
      sums.set(key, entry);
    }
    const due = bySecond.get(second);
    if (due === undefined) bySecond.set(second, new Set([charge.id]));
    else due.add(charge.id);
  };

  return {
    get size() {
      return charges.size;
    },
    sumOf: (key) => sums.get(key)?.sum ?? 0,
    firstEndMs: (key) => {
      let first: number | undefined;
      for (const id of sums.get(key)?.ids ?? []) {
        const endMs = charges.get(id)?.charge.untilMs ?? 0;
        if (first === undefined || endMs < first) first = endMs;
      }
      return first;
    },
    find: (id) => charges.get(id)?.charge,
    isOwn: (id) => charges.get(id)?.isOwn ?? false,
    put: (charge) => {
      note(charge);
      add(charge, true);
    },
    end: (id) => {
      const ended = remove(id);
      if (ended !== undefined) note({ ...ended, untilMs: 0 });
    },
    receive: (received) => {
      for (const charge of received) add(charge, false);
    },
    takeChanges: () => {
      const taken = [...changed.values()];
      changed = new Map();
      return taken;
    },
    lapse: (nowMs) => {
      const second = Math.floor(nowMs / secondMs);
      if (second <= lapsedUpTo) return;
      lapsedUpTo = second;
      for (const [due, ids] of bySecond) {
        if (due > second) continue;
        bySecond.delete(due);
        for (const id of ids) remove(id);
      }
    },
  };
};
