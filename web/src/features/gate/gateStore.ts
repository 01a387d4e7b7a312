import { get, set, update } from 'idb-keyval';
import { atom } from 'nanostores';
import type { Kit } from './kit/Kit.ts';
import type { Scan } from './scan/Scan.ts';

/** A gate lets in fewer in two days. */
const scansMax = 20_000;
const keptMs = 2 * 86_400_000;

const kitName = 'marquee.gate.kit';
const scansName = 'marquee.gate.scans';

export const storedKit = {
  get: () => get<Kit>(kitName),
  set: (kit: Kit | undefined): Promise<void> => set(kitName, kit),
};

const shown = atom<readonly Scan[]>([]);

const change = async (next: (scans: readonly Scan[]) => readonly Scan[]): Promise<void> => {
  await update<readonly Scan[]>(scansName, (scans = []) => {
    const changed = next(scans);
    shown.set(changed);
    return [...changed];
  });
};

const isOld = ({ state, scannedAt }: Scan): boolean =>
  state !== 'waiting' && Date.parse(scannedAt) < Date.now() - keptMs;

export const storedScans = {
  store: shown,
  load: () => change((scans) => scans.filter((scan) => !isOld(scan))),
  /** Throws when the store is full: each admission must be recorded. */
  add: (scan: Scan) =>
    change((scans) => {
      if (scans.length >= scansMax) throw new Error('this gate has no room for more scans');
      return [...scans, scan];
    }),
  revise: (id: string, revised: Partial<Scan>) =>
    change((scans) => scans.map((scan) => (scan.id === id ? { ...scan, ...revised } : scan))),
  remove: (id: string) => change((scans) => scans.filter((scan) => scan.id !== id)),
};
