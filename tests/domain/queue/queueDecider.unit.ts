import { it } from 'vitest';
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
  const open = { type: 'OpenQueue', ...facts, sealedSeed: seed, nowMs } as const;
  given().when(open).gives(opened);
  given(opened).when(open).isRefused({ reason: 'QueueAlreadyExists' });
});

it('is drawn once, when the sale starts and not before', () => {
  given(opened).when(draw).gives(closedList, drawn);
  given(opened)
    .when({ ...draw, nowMs: nowMs - 1 })
    .isRefused({ reason: 'LotNotDue', saleStartsAt });
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
