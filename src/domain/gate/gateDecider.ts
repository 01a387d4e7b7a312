import { accept, type Decider, type Timed } from '../kernel/decider.ts';
import type { GateEvent, RefusedScan } from './events.ts';

const gateLimits = {
  /** Of one showtime; what a gate scans in vain after that is not recorded. */
  recordedMax: 5_000,
  /** The newest of them that are shown. */
  shownMax: 500,
} as const;

/** One showtime's scans that were refused. */
export interface GateState {
  readonly recorded: number;
  /** The newest last. */
  readonly refused: readonly RefusedScan[];
}

export interface GateCommand {
  readonly type: 'RecordRefusedScan';
  readonly scan: RefusedScan;
}

export interface GateRejections {
  readonly RecordRefusedScan: never;
}

export const gateDecider: Decider<GateState, GateCommand, GateEvent, GateRejections> = {
  initialState: { recorded: 0, refused: [] },
  decide: ({ scan }: Timed<GateCommand>, { recorded, refused }) => {
    const known = refused.some(({ scanId }) => scanId === scan.scanId);
    if (known || recorded >= gateLimits.recordedMax) return accept();
    return accept({ type: 'ScanRefused', data: scan });
  },
  evolve: ({ recorded, refused }, { data }) => ({
    recorded: recorded + 1,
    refused: [...refused, data].slice(-gateLimits.shownMax),
  }),
};
