/** A hall and its layout versions: each command allowed, refused, nothing to do. */
import { describe, expect, it } from 'vitest';
import type { HallEvent } from '../../../src/domain/hall/events.ts';
import { hallDecider, layoutOf } from '../../../src/domain/hall/hallDecider.ts';
import { specification } from '../../support/given.ts';
import { seat, uuid } from '../../support/showtimes.ts';

const { given } = specification(hallDecider);
const nowMs = Date.parse('2026-11-20T12:00:00.000Z');
const [hallId, theaterId] = [uuid(1), uuid(2)];
const small = [seat('A', 1), seat('A', 2), seat('A', 3), seat('D', 1)];
const larger = [...small, seat('D', 2)];
const spoiled = [seat('A', 1), seat('A', 1, { id: 'A2' })];

const built: HallEvent = {
  type: 'HallBuilt',
  data: { hallId, theaterId, name: 'Screen 1', loneSeatRule: 'warn', cleaningMinutes: 20 },
};
// Rows at y 1 to 4, so two thirds back is 3; seats at x 1 to 3.
const firstDrawn: HallEvent = {
  type: 'LayoutDrawn',
  data: { hallId, version: 1, focalPoint: { x: 2, y: 3 }, seats: small },
};
const secondDrawn: HallEvent = {
  type: 'LayoutDrawn',
  data: { hallId, version: 2, focalPoint: { x: 2, y: 2 }, seats: larger },
};
const buildHall = { type: 'BuildHall', nowMs, hallId, theaterId, name: 'Screen 1', seats: small } as const;

describe('BuildHall', () => {
  it('builds with the house’s defaults and draws version 1', () =>
    given().when(buildHall).gives(built, firstDrawn));

  it('keeps what was said instead of the defaults', () =>
    given()
      .when({ ...buildHall, loneSeatRule: 'enforce', cleaningMinutes: 0, focalPoint: { x: 1, y: 1 } })
      .gives(
        { type: 'HallBuilt', data: { ...built.data, loneSeatRule: 'enforce', cleaningMinutes: 0 } },
        { type: 'LayoutDrawn', data: { ...firstDrawn.data, focalPoint: { x: 1, y: 1 } } },
      ));

  it('has nothing to do for the same hall, also when another layout was drawn since', () => {
    given(built, firstDrawn).when(buildHall).givesNothing();
    given(built, firstDrawn, secondDrawn).when(buildHall).givesNothing();
  });

  it('is refused when another one has the id', () =>
    given(built, firstDrawn)
      .when({ ...buildHall, name: 'Screen 2' })
      .isRefused({ reason: 'HallAlreadyExists' }));

  it('is refused with a layout that is not sound', () =>
    given()
      .when({ ...buildHall, seats: spoiled })
      .isRefused({
        reason: 'LayoutInvalid',
        problems: [
          { path: 'rows.0.seats.1.number', message: 'row A number 1 is there twice' },
          { path: 'rows.0.seats.1.x', message: 'A2 stands in the place of A1' },
        ],
      }));
});

describe('ReviseHall', () => {
  const details = { name: 'Studio', loneSeatRule: 'enforce', cleaningMinutes: 30 } as const;
  const revise = { type: 'ReviseHall', nowMs, ...details } as const;
  const revised: HallEvent = { type: 'HallRevised', data: { hallId, ...details } };

  it('replaces name, rule and cleaning', () => given(built, firstDrawn).when(revise).gives(revised));

  it('has nothing to do when they are like that already', () =>
    given(built, firstDrawn, revised).when(revise).givesNothing());

  it('is refused when it was made from an older version; a layout drawn since does not count', () => {
    const stale = { ...revise, name: 'Atelier', expectedVersion: 1 };
    given(built, firstDrawn, revised).when(stale).isRefused({ reason: 'StaleVersion', version: 2 });
    given(built, firstDrawn, secondDrawn)
      .when(stale)
      .gives({ type: 'HallRevised', data: { hallId, ...details, name: 'Atelier' } });
  });

  it('is refused where no hall is', () => given().when(revise).isRefused({ reason: 'HallNotFound' }));
});

describe('DrawLayout', () => {
  const drawLarger = { type: 'DrawLayout', nowMs, seats: larger, focalPoint: { x: 2, y: 2 } } as const;

  it('draws the next version', () => given(built, firstDrawn).when(drawLarger).gives(secondDrawn));

  it('is refused when somebody drew one first', () =>
    given(built, firstDrawn, secondDrawn)
      .when({ ...drawLarger, expectedVersion: 1 })
      .isRefused({ reason: 'StaleVersion', version: 2 }));

  it('is refused with a layout that is not sound', () =>
    given(built, firstDrawn)
      .when({ ...drawLarger, seats: [] })
      .isRefused({
        reason: 'LayoutInvalid',
        problems: [{ path: 'rows', message: 'a layout has at least one seat' }],
      }));

  it('is refused for a hall that does not exist', () =>
    given().when(drawLarger).isRefused({ reason: 'HallNotFound' }));

  it('is refused after a thousand versions', () => {
    const history = Array.from({ length: 1_000 }, () => firstDrawn);
    given(built, ...history)
      .when(drawLarger)
      .isRefused({ reason: 'TooManyLayouts', max: 1_000 });
  });

  it('has nothing to do when the newest layout is the same', () =>
    given(built, firstDrawn, secondDrawn)
      .when({ ...drawLarger, expectedVersion: 2 })
      .givesNothing());
});

describe('a folded hall', () => {
  it('has every version of its layout', () => {
    const { state } = given(built, firstDrawn, secondDrawn);
    if (state.status === 'none') throw new Error('no hall');
    expect(layoutOf(state, 1)).toEqual({ focalPoint: { x: 2, y: 3 }, seats: small });
    expect(layoutOf(state, 2)).toEqual({ focalPoint: { x: 2, y: 2 }, seats: larger });
    expect(layoutOf(state, 0)).toBeUndefined();
    expect(layoutOf(state, 3)).toBeUndefined();
  });
});
