import { expect, it } from 'vitest';
import type { GateEvent, RefusedScan } from '../../../src/domain/gate/events.ts';
import { gateDecider } from '../../../src/domain/gate/gateDecider.ts';
import { specification } from '../../support/given.ts';
import { iso, startsAtMs, uuid } from '../../support/showtimes.ts';

const { given } = specification(gateDecider);
const scan = (number: number): RefusedScan => ({
  scanId: uuid(number),
  why: 'too-early',
  scannedAt: iso(startsAtMs),
});
const refused = (number: number): GateEvent => ({ type: 'ScanRefused', data: scan(number) });
const record = (number: number) =>
  ({ type: 'RecordRefusedScan', scan: scan(number), nowMs: startsAtMs }) as const;

it('records a scan once', () => {
  given().when(record(1)).gives(refused(1));
  given(refused(1)).when(record(2)).gives(refused(2));
  given(refused(1)).when(record(1)).givesNothing();
});

it('keeps the newest 500, and records 5,000 at most', () => {
  const full = Array.from({ length: 5_000 }, (_, number) => refused(number + 1));
  given(...full)
    .when(record(5_001))
    .givesNothing();
  const { recorded, refused: kept } = full.reduce(gateDecider.evolve, gateDecider.initialState);
  expect([recorded, kept.length, kept[0]?.scanId, kept.at(-1)?.scanId]).toEqual([
    5_000,
    500,
    uuid(4_501),
    uuid(5_000),
  ]);
});
