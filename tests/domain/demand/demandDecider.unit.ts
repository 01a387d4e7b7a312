import { expect, it } from 'vitest';
import { demandAggregate } from '../../../src/domain/demand/demandAggregate.ts';
import { demandDecider } from '../../../src/domain/demand/demandDecider.ts';
import type { DemandEvent } from '../../../src/domain/demand/events.ts';
import { specification } from '../../support/given.ts';
import { hashOf } from '../../support/hashOf.ts';
import { iso, onSaleMs, showtimeId, uuid } from '../../support/showtimes.ts';

const { given } = specification(demandDecider);
const lost = (report: number): DemandEvent['data'] => ({
  reportId: uuid(report),
  ...{ showtimeId, movieId: uuid(0xa), theaterId: uuid(0xb) },
  ...{ from: iso(onSaleMs), until: iso(onSaleMs + 60_000) },
  refusals: [{ why: 'sold-out', seatType: 'any', party: 2, count: 7 }],
});
const recorded = (report: number): DemandEvent => ({ type: 'DemandLost', data: lost(report) });
const record = (report: number) =>
  ({ type: 'RecordLostDemand', lost: lost(report), nowMs: onSaleMs }) as const;

it('records a report once, however often it is sent', () => {
  given().when(record(1)).gives(recorded(1));
  given(recorded(1)).when(record(2)).gives(recorded(2));
  given(recorded(1), recorded(2)).when(record(1)).givesNothing();
});

it('knows the newest 100 reports, also from a snapshot', () => {
  const { state } = given(...Array.from({ length: 130 }, (_, number) => recorded(number)));
  const kept = demandAggregate.snapshot?.decode(
    JSON.parse(JSON.stringify(demandAggregate.snapshot.encode(state))),
  );
  expect(kept).toEqual({ recent: Array.from({ length: 100 }, (_, number) => uuid(number + 30)) });
});

/** When this fails, move `madeBy` and pin the new result: snapshots of the old fold are not read then. */
it('is kept in a snapshot that is named after the fold', () => {
  const pinned: Readonly<Record<string, string>> = {
    'demand-1': '390ae59b3750c5dad0dabb019132e2cd3ea4aa7f7dea6929a19c890e50fd5467',
  };
  const { state } = given(...Array.from({ length: 130 }, (_, number) => recorded(number)));
  const { madeBy, encode } = demandAggregate.snapshot ?? { madeBy: 'none', encode: () => undefined };
  expect({ [madeBy]: hashOf(encode(state)) }).toEqual({ [madeBy]: pinned[madeBy] });
});
