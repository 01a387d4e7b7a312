import { fromJS, is } from 'immutable';
import {
  accept,
  type CommandOf,
  type Decider,
  type Decision,
  decideBy,
  reject,
  type Timed,
} from '../kernel/decider.ts';
import { checkLayout, focalPointFor } from '../seating/checkLayout.ts';
import { type DrawnSeat, type FocalPoint, type Seat, withoutLabels } from '../seating/seat.ts';
import type { DrawnLayout, HallCommand, HallRejections } from './commands.ts';
import { type HallDetails, type HallEvent, hallLimits } from './events.ts';

const hallDefaults = { loneSeatRule: 'warn', cleaningMinutes: 20 } as const;

export interface HallDrawing {
  readonly focalPoint: FocalPoint;
  readonly seats: readonly DrawnSeat[];
}

export interface Hall {
  readonly status: 'built';
  readonly hallId: string;
  readonly theaterId: string;
  readonly details: HallDetails;
  /** Of the details, from 1; layouts are numbered apart. */
  readonly version: number;
  /** Version n is at n - 1; the last one is the one for new showtimes. Only the events' own arrays, never copies. */
  readonly layouts: readonly HallDrawing[];
}

export type HallState = { readonly status: 'none' } | Hall;

type HallDecision<Type extends HallCommand['type']> = Decision<HallEvent, HallRejections[Type]>;
type Asked<Type extends HallCommand['type']> = Timed<CommandOf<HallCommand, Type>>;

/** A drawing by its version, from 1; undefined when there is none. */
export const drawingOf = (hall: Hall, version: number): HallDrawing | undefined => hall.layouts[version - 1];

/** The same without labels, as showtimes use it. */
export const layoutOf = (
  hall: Hall,
  version: number,
): { readonly focalPoint: FocalPoint; readonly seats: readonly Seat[] } | undefined => {
  const drawing = drawingOf(hall, version);
  return drawing && { focalPoint: drawing.focalPoint, seats: drawing.seats.map(withoutLabels) };
};

const completed = ({ seats, focalPoint }: DrawnLayout): HallDrawing => ({
  focalPoint: focalPoint ?? focalPointFor(seats),
  seats,
});

const same = (one: unknown, other: unknown): boolean => is(fromJS(one), fromJS(other));

const layoutDrawn = (hallId: string, version: number, layout: HallDrawing): HallEvent => ({
  type: 'LayoutDrawn',
  data: { hallId, version, focalPoint: layout.focalPoint, seats: [...layout.seats] },
});

const build = (command: Asked<'BuildHall'>, state: HallState): HallDecision<'BuildHall'> => {
  const { hallId, theaterId, name } = command;
  const details: HallDetails = {
    name,
    loneSeatRule: command.loneSeatRule ?? hallDefaults.loneSeatRule,
    cleaningMinutes: command.cleaningMinutes ?? hallDefaults.cleaningMinutes,
  };
  const layout = completed(command);
  if (state.status === 'built') {
    // Asked again, perhaps by an import that was interrupted: what was drawn since stays.
    const asBuilt =
      theaterId === state.theaterId && same(details, state.details) && same(layout, drawingOf(state, 1));
    return asBuilt ? accept() : reject({ reason: 'HallAlreadyExists' });
  }
  const problems = checkLayout(command.seats);
  if (problems.length > 0) return reject({ reason: 'LayoutInvalid', problems });
  return accept<HallEvent>(
    { type: 'HallBuilt', data: { hallId, theaterId, ...details } },
    layoutDrawn(hallId, 1, layout),
  );
};

const revise = (
  { type: _type, nowMs: _nowMs, expectedVersion, ...details }: Asked<'ReviseHall'>,
  state: Hall,
): HallDecision<'ReviseHall'> => {
  if (expectedVersion !== undefined && expectedVersion !== state.version) {
    return reject({ reason: 'StaleVersion', version: state.version });
  }
  if (same(details, state.details)) return accept();
  return accept({ type: 'HallRevised', data: { hallId: state.hallId, ...details } });
};

const draw = (command: Asked<'DrawLayout'>, state: Hall): HallDecision<'DrawLayout'> => {
  const newest = state.layouts.length;
  if (command.expectedVersion !== undefined && command.expectedVersion !== newest) {
    return reject({ reason: 'StaleVersion', version: newest });
  }
  const problems = checkLayout(command.seats);
  if (problems.length > 0) return reject({ reason: 'LayoutInvalid', problems });
  const layout = completed(command);
  if (same(layout, drawingOf(state, newest))) return accept();
  const max = hallLimits.layoutVersionsMax;
  if (newest >= max) return reject({ reason: 'TooManyLayouts', max });
  return accept(layoutDrawn(state.hallId, newest + 1, layout));
};

const decide = decideBy<HallState, HallCommand, HallEvent, HallRejections>({
  BuildHall: build,
  ReviseHall: (command, state) =>
    state.status === 'none' ? reject({ reason: 'HallNotFound' }) : revise(command, state),
  DrawLayout: (command, state) =>
    state.status === 'none' ? reject({ reason: 'HallNotFound' }) : draw(command, state),
});

const evolve = (state: HallState, event: HallEvent): HallState => {
  switch (event.type) {
    case 'HallBuilt': {
      const { hallId, theaterId, ...details } = event.data;
      return { status: 'built', hallId, theaterId, details, version: 1, layouts: [] };
    }
    case 'HallRevised': {
      if (state.status === 'none') return state;
      const { hallId: _hallId, ...details } = event.data;
      return { ...state, details, version: state.version + 1 };
    }
    case 'LayoutDrawn': {
      if (state.status === 'none') return state;
      const { focalPoint, seats } = event.data;
      return { ...state, layouts: [...state.layouts, { focalPoint, seats }] };
    }
  }
};

export const hallDecider: Decider<HallState, HallCommand, HallEvent, HallRejections> = {
  initialState: { status: 'none' },
  decide,
  evolve,
};
