import { accept, type Decider, decideBy, reject } from '../kernel/decider.ts';
import type { RequestEvent } from './events.ts';

interface Claim {
  readonly body: string;
  /** Whose stream remembers the request if it succeeded. */
  readonly target: string;
  readonly claimedAt: string;
}

export type RequestState = { readonly status: 'free' } | ({ readonly status: 'claimed' } & Claim);

export type RequestCommand =
  | { readonly type: 'CheckRequest'; readonly body: string }
  | {
      readonly type: 'ClaimRequest';
      readonly body: string;
      readonly target: string;
      /** `claimedAt` of the unsuccessful claim that this one replaces. */
      readonly instead?: string;
    }
  | { readonly type: 'ReleaseRequest'; readonly body: string };

export interface RequestRejection {
  readonly reason: 'RequestClaimed';
  readonly target: string;
  readonly claimedAt: string;
  readonly mayRun: boolean;
}

export interface RequestRejections {
  readonly CheckRequest: RequestRejection;
  readonly ClaimRequest: RequestRejection;
  readonly ReleaseRequest: never;
}

/** After this a claim's request has ended, or its node has. */
const claimRunsMs = 30_000;

const claimedByOther = (
  state: RequestState,
  { body, nowMs }: { readonly body: string; readonly nowMs: number },
): RequestRejection | undefined => {
  if (state.status === 'free' || state.body === body) return undefined;
  const { target, claimedAt } = state;
  return {
    reason: 'RequestClaimed',
    target,
    claimedAt,
    mayRun: nowMs - Date.parse(claimedAt) < claimRunsMs,
  };
};

const decide = decideBy<RequestState, RequestCommand, RequestEvent, RequestRejections>({
  CheckRequest: (command, state) => {
    const other = claimedByOther(state, command);
    return other === undefined ? accept() : reject(other);
  },
  ClaimRequest: (command, state) => {
    const { body, target, instead, nowMs } = command;
    const other = claimedByOther(state, command);
    if (other !== undefined && other.claimedAt !== instead) return reject(other);
    if (other === undefined && state.status === 'claimed') return accept();
    const claimedAt = new Date(nowMs).toISOString();
    return accept({ type: 'RequestClaimed', data: { body, target, claimedAt } });
  },
  ReleaseRequest: ({ body }, state) =>
    state.status === 'claimed' && state.body === body
      ? accept({ type: 'RequestReleased', data: {} })
      : accept(),
});

const evolve = (_state: RequestState, event: RequestEvent): RequestState => {
  switch (event.type) {
    case 'RequestClaimed':
      return { status: 'claimed', ...event.data };
    case 'RequestReleased':
      return { status: 'free' };
  }
};

export const requestDecider: Decider<RequestState, RequestCommand, RequestEvent, RequestRejections> = {
  initialState: { status: 'free' },
  decide,
  evolve,
};
