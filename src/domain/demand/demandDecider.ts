import { accept, type Decider, type Timed } from '../kernel/decider.ts';
import type { DemandEvent, LostDemand } from './events.ts';

/** A report is sent again within minutes, and nodes send one each a minute. */
const recentMax = 100;

export interface DemandState {
  /** Ids of the newest reports, the newest last. */
  readonly recent: readonly string[];
}

export interface DemandCommand {
  readonly type: 'RecordLostDemand';
  readonly lost: LostDemand;
}

export interface DemandRejections {
  readonly RecordLostDemand: never;
}

export const demandDecider: Decider<DemandState, DemandCommand, DemandEvent, DemandRejections> = {
  initialState: { recent: [] },
  decide: ({ lost }: Timed<DemandCommand>, { recent }) =>
    recent.includes(lost.reportId) ? accept() : accept({ type: 'DemandLost', data: lost }),
  evolve: ({ recent }, { data }) => ({ recent: [...recent, data.reportId].slice(-recentMax) }),
};
