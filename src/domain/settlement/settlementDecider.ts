import { fromJS, is } from 'immutable';
import { accept, type Decider, type Decision, type Timed } from '../kernel/decider.ts';
import type { LeftOut, Settlement, SettlementEvent, SettlementLine } from './events.ts';

/** Of one theater and business date. */
export type SettlementState = { readonly status: 'none' } | ({ readonly status: 'issued' } & Settlement);

export interface SettlementCommand {
  readonly type: 'IssueSettlement';
  readonly theaterId: string;
  readonly businessDate: string;
  readonly upTo: string;
  readonly lines: readonly SettlementLine[];
  readonly leftOut?: readonly LeftOut[];
}

export interface SettlementRejections {
  readonly IssueSettlement: never;
}

const same = (one: Pick<Settlement, 'lines' | 'leftOut'>, other: typeof one): boolean =>
  is(fromJS([one.lines, one.leftOut ?? []]), fromJS([other.lines, other.leftOut ?? []]));

/** Another statement follows only when its lines, or the streams that it leaves out, are not those of the latest. */
const issue = (
  { theaterId, businessDate, upTo, lines, leftOut = [] }: Timed<SettlementCommand>,
  state: SettlementState,
): Decision<SettlementEvent, never> => {
  const without = leftOut.length === 0 ? {} : { leftOut: [...leftOut] };
  const issued = { theaterId, businessDate, upTo, lines: [...lines], ...without };
  if (state.status === 'none') return accept({ type: 'SettlementIssued', data: { ...issued, number: 1 } });
  if (upTo <= state.upTo || same(issued, state)) return accept();
  const data = { ...issued, number: state.number + 1, since: state.upTo };
  return accept({ type: 'SettlementIssued', data });
};

export const settlementDecider: Decider<
  SettlementState,
  SettlementCommand,
  SettlementEvent,
  SettlementRejections
> = {
  initialState: { status: 'none' },
  decide: issue,
  evolve: (_before, { data }) => ({ status: 'issued', ...data }),
};
