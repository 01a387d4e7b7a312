import { it } from 'vitest';
import type { ParkingEvent } from '../../../src/domain/parking/events.ts';
import { parkingDecider } from '../../../src/domain/parking/parkingDecider.ts';
import { positionOf } from '../../../src/ports/EventStore.ts';
import { specification } from '../../support/given.ts';

const { given } = specification(parkingDecider);
const reason = { box: 'c2VhbGVk' };
const at = (reader: string, revision: number) => ({
  ...{ reader, revision, type: 'SeatsHeld' },
  position: positionOf(BigInt(100 + revision)),
});
const skipped = (reader: string, revision: number): ParkingEvent => ({
  type: 'ParkedEventSkipped',
  data: { ...at(reader, revision), reason },
});
const skip = (...events: ReturnType<typeof at>[]) =>
  ({ type: 'SkipParkedEvents', events, reason, nowMs: 0 }) as const;

it('records one event for each reader that is asked to try again, as often as it is asked', () => {
  const retry = { type: 'RetryParkedStream', readers: ['bookings', 'search'], nowMs: 0 } as const;
  const retried = (reader: string): ParkingEvent => ({ type: 'ParkedStreamRetried', data: { reader } });
  given().when(retry).gives(retried('bookings'), retried('search'));
  given(retried('bookings')).when(retry).gives(retried('bookings'), retried('search'));
  given()
    .when({ ...retry, readers: ['search'], reason })
    .gives({ type: 'ParkedStreamRetried', data: { reader: 'search', reason } });
});

it('records an event that a reader passes over once', () => {
  given()
    .when(skip(at('bookings', 3), at('search', 3)))
    .gives(skipped('bookings', 3), skipped('search', 3));
  given(skipped('bookings', 3))
    .when(skip(at('bookings', 3), at('bookings', 4)))
    .gives(skipped('bookings', 4));
  given(skipped('bookings', 3))
    .when(skip(at('bookings', 3)))
    .givesNothingEver();
});

it('passes over 1,000 events of a stream at most', () => {
  const most = Array.from({ length: 1_000 }, (_, revision) => skipped('bookings', revision));
  given(...most)
    .when(skip(at('bookings', 1_000)))
    .isRefused({ reason: 'TooManySkips', max: 1_000 });
  given(...most.slice(1))
    .when(skip(at('bookings', 0)))
    .gives(skipped('bookings', 0));
});
