/**
 * Which body an idempotency key stands for. A claim is made before the request is decided and given back when it is
 * refused; whether an old claim came to anything is not known in here.
 */
import { accept, type Decider, decideBy, reject } from '../kernel/decider.ts';
import type { RequestEvent } from './events.ts';

interface Claim {
  /** HMAC of the canonical body. */
  readonly body: string;
  /** The booking whose stream remembers the request, if it came to anything. */
  readonly target: string;
  /** ISO 8601 UTC. */
  readonly claimedAt: string;
}

export type RequestState = { readonly status: 'free' } | ({ readonly status: 'claimed' } & Claim);

export type RequestCommand =
  /** Asks only; changes nothing. */
  | { readonly type: 'CheckRequest'; readonly body: string }
  | {
      readonly type: 'ClaimRequest';
      readonly body: string;
      readonly target: string;
      /** The claim that is known to have come to nothing: its `claimedAt`. */
      readonly instead?: string;
    }
  | { readonly type: 'ReleaseRequest'; readonly body: string };

/** The key was used with another body. */
export interface RequestRejection {
  readonly reason: 'RequestClaimed';
  readonly target: string;
  readonly claimedAt: string;
  /** Whether its request may still be running; else it has come to an end, or its node has. */
  readonly mayRun: boolean;
}

export interface RequestRejections {
  readonly CheckRequest: RequestRejection;
  readonly ClaimRequest: RequestRejection;
  readonly ReleaseRequest: never;
}

/** A request is decided, or its node is gone, well within this. */
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
