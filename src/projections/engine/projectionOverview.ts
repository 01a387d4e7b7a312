import type { SteadyClock } from '../../ports/Clock.ts';
import { type Position, positionStart } from '../../ports/EventStore.ts';
import { type ModelStanding, modelStanding, type StandingParts } from './modelStanding.ts';
import { copySchemaOf, type Projection } from './Projection.ts';
import type { ProjectionStatus } from './ProjectionStatus.ts';
import { withDeadline } from './withDeadline.ts';

/** What this process does. `elsewhere`: nothing, the model exists. `absent`: nothing, it does not exist. */
export const projectionStates = [
  'live',
  'catching-up',
  'standby',
  'stopped',
  'failed',
  'elsewhere',
  'absent',
  /** The tables could not be asked, and nothing runs here. */
  'unknown',
] as const;
export type ProjectionState = (typeof projectionStates)[number];

export interface ProjectionShown {
  readonly name: string;
  readonly position: Position;
  readonly lagMs?: number;
  readonly state: ProjectionState;
  readonly parked: number;
  readonly failure?: string;
}

export interface Overview {
  /** False: the tables did not answer, and positions are those that were seen last. */
  readonly known: boolean;
  readonly projections: readonly ProjectionShown[];
}

export interface OverviewParts extends StandingParts {
  readonly projections: readonly Projection[];
  readonly statuses: () => readonly ProjectionStatus[];
  readonly clock: SteadyClock;
}

const laterOf = (one: Position = positionStart, other: Position = positionStart): Position =>
  one > other ? one : other;

const lookWithinMs = 1_000;
const lookKeptMs = 250;

type Standings = ReadonlyMap<string, ModelStanding & { readonly isCopy?: true }>;

/** Never fails and never takes much longer than a second. */
export const projectionOverview = (parts: OverviewParts): (() => Promise<Overview>) => {
  const { projections, statuses, clock } = parts;
  let seen: Standings | undefined;
  let seenAtMs = Number.NEGATIVE_INFINITY;
  let looking: Promise<Standings> | undefined;

  /** A model that does not exist yet is as far as the copy that it is made from. */
  const beingMade = async (projection: Projection) => {
    const checkpoint = await parts.readStore.checkpoint(copySchemaOf(projection));
    return checkpoint && ({ position: checkpoint.position, parked: 0, isCopy: true } as const);
  };

  const lookAll = async (): Promise<Standings> => {
    const asked = projections.map(async (projection) => {
      const standing = (await modelStanding(projection, parts)) ?? (await beingMade(projection));
      return standing === undefined ? [] : [[projection.name, standing] as const];
    });
    seen = new Map((await Promise.all(asked)).flat());
    seenAtMs = clock.steadyMs();
    return seen;
  };
  const look = (): Promise<Standings> => {
    looking ??= lookAll().finally(() => {
      looking = undefined;
    });
    return looking;
  };

  const shown = (name: string, known: boolean): ProjectionShown => {
    const status = statuses().find((each) => each.name === name);
    const standing = seen?.get(name);
    const idle: ProjectionState = standing === undefined || standing.isCopy ? 'absent' : 'elsewhere';
    const lagMs = known ? standing?.lagMs : undefined;
    return {
      name,
      position: known ? (standing?.position ?? positionStart) : laterOf(standing?.position, status?.position),
      ...(lagMs === undefined ? {} : { lagMs }),
      state: status?.state ?? (known ? idle : 'unknown'),
      parked: standing?.parked ?? (known ? 0 : (status?.parked ?? 0)),
      ...(status?.failure === undefined ? {} : { failure: status.failure }),
    };
  };

  return async () => {
    const isFresh = clock.steadyMs() - seenAtMs < lookKeptMs;
    const known = isFresh || (await withDeadline(look(), lookWithinMs)) !== undefined;
    return { known, projections: projections.map(({ name }) => shown(name, known)) };
  };
};
