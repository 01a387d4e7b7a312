import { expect, it } from 'vitest';
import { drawsAtOf } from '../../../src/domain/queue/drawsAt.ts';
import type { QueueEvent, QueueFacts } from '../../../src/domain/queue/events.ts';
import { queueDecider } from '../../../src/domain/queue/queueDecider.ts';
import { specification } from '../../support/given.ts';
import { iso, minutes, onSaleMs, uuid } from '../../support/showtimes.ts';

const { given } = specification(queueDecider);
const nowMs = onSaleMs;
const saleStartsAt = iso(nowMs);
const facts: QueueFacts = {
  showtimeIds: [uuid(1)],
  theaterIds: [uuid(2)],
  entryOpensAt: iso(nowMs - minutes(60)),
  saleStartsAt,
  drawsAt: saleStartsAt,
  admissionMinutes: 10,
  openAdmissionsMax: 100,
  seedHash: 'ab'.repeat(32),
};
const seed = { box: 'sealed' };
const opened: QueueEvent = { type: 'QueueOpened', data: { ...facts, seed } };
const root = '12'.repeat(32);
const clear = '34'.repeat(32);
const closedList: QueueEvent = { type: 'EntryListClosed', data: { root, entries: 2 } };
const drawn: QueueEvent = { type: 'LotDrawn', data: { seed: clear } };
const closed: QueueEvent = { type: 'QueueClosed', data: {} };
const draw = { type: 'DrawLot', root, seed: clear, entries: 2, nowMs } as const;

it('opens once', () => {
  const { drawsAt: _drawsAt, ...asked } = facts;
  const open = { type: 'OpenQueue', ...asked, sealedSeed: seed, nowMs } as const;
  given().when(open).gives(opened);
  given(opened).when(open).isRefused({ reason: 'QueueAlreadyExists' });
});

it.each([
  ['ten minutes of entry', minutes(10), minutes(10), 90_000],
  ['less', minutes(10) - 1, minutes(10), 0],
  ['a queue made when there is time to draw', minutes(60), 180_000, 90_000],
  ['a queue made later', minutes(60), 179_999, 0],
])('is drawn before the sale when there is time: %s', (_what, openForMs, madeBeforeMs, drawnBeforeMs) => {
  const times = { entryOpensAt: iso(nowMs - openForMs), saleStartsAt };
  expect(drawsAtOf(times, nowMs - madeBeforeMs)).toBe(iso(nowMs - drawnBeforeMs));
});

it('is drawn at the time that was fixed, and one from before there was such a time when the sale starts', () => {
  const drawsAt = iso(nowMs - 90_000);
  const early: QueueEvent = { type: 'QueueOpened', data: { ...facts, drawsAt, seed } };
  given(early)
    .when({ ...draw, nowMs: nowMs - 90_000 })
    .gives(closedList, drawn);
  given(early)
    .when({ ...draw, nowMs: nowMs - 90_001 })
    .isRefused({ reason: 'LotNotDue', drawsAt });
  const { drawsAt: _drawsAt, ...older } = facts;
  given({ type: 'QueueOpened', data: { ...older, seed } })
    .when({ ...draw, nowMs: nowMs - 1 })
    .isRefused({ reason: 'LotNotDue', drawsAt: saleStartsAt });
});

it('is drawn once, when the sale starts and not before', () => {
  given(opened).when(draw).gives(closedList, drawn);
  given(opened)
    .when({ ...draw, nowMs: nowMs - 1 })
    .isRefused({ reason: 'LotNotDue', drawsAt: saleStartsAt });
  given(opened, closedList, drawn)
    .when({ ...draw, root: '56'.repeat(32) })
    .givesNothing();
  given().when(draw).isRefused({ reason: 'QueueNotFound' });
  given(opened, closed).when(draw).isRefused({ reason: 'QueueOver' });
});

it('closes at any time, once', () => {
  const close = { type: 'CloseQueue', nowMs } as const;
  given(opened).when(close).gives(closed);
  given(opened, closedList, drawn).when(close).gives(closed);
  given(opened, closed).when(close).givesNothing();
  given().when(close).isRefused({ reason: 'QueueNotFound' });
});
