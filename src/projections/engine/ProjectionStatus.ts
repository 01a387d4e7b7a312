import type { Clock } from '../../ports/Clock.ts';
import type { Position } from '../../ports/EventStore.ts';

export interface ProjectionLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface ProjectionStatus {
  readonly name: string;
  /** As this process knows it; on a standby up to half a second old. */
  readonly position: Position;
  /** Age of the oldest event known to be unapplied; 0 when there is none; absent where nothing is known of it. */
  readonly lagMs?: number;
  readonly state: 'standby' | 'catching-up' | 'live' | 'stopped' | 'failed';
  /** Streams that wait behind an event that could not be applied; known to the process that leads. */
  readonly parked: number;
  readonly failure?: string;
}

export const lagOf = (
  state: ProjectionStatus['state'],
  behindSinceMs: number | undefined,
  clock: Clock,
): { readonly lagMs?: number } => {
  if (behindSinceMs !== undefined) return { lagMs: Math.max(0, clock.nowMs() - behindSinceMs) };
  return state === 'live' ? { lagMs: 0 } : {};
};
