/** Weekend and prime time are what the theater's wall clock says, not what UTC says. */
import { describe, expect, it } from 'vitest';
import { priceTermsFor } from '../../../src/domain/pricing/priceTermsFor.ts';
import { priceTermsSchema } from '../../../src/domain/pricing/terms.ts';

const base = { amount: 1_000, currency: 'USD' };
const surcharges = (startsAt: string, timeZone: string): string[] =>
  priceTermsFor({ base, startsAt, timeZone }).surcharges.map(({ name, bp }) => `${name} ${bp}`);

describe('priceTermsFor', () => {
  it('raises the weekend and prime time', () => {
    expect(surcharges('2026-11-18T15:00:00.000Z', 'UTC')).toEqual([]);
    expect(surcharges('2026-11-18T18:00:00.000Z', 'UTC')).toEqual(['prime time 12000']);
    expect(surcharges('2026-11-18T17:59:59.999Z', 'UTC')).toEqual([]);
    expect(surcharges('2026-11-21T12:00:00.000Z', 'UTC')).toEqual(['weekend 13000']);
    expect(surcharges('2026-11-22T20:00:00.000Z', 'UTC')).toEqual(['weekend 13000', 'prime time 12000']);
    expect(surcharges('2026-11-23T00:00:00.000Z', 'UTC')).toEqual([]);
  });

  it('goes by local time', () => {
    // Friday 23:30 in New York is Saturday in UTC; Saturday 09:00 in Tokyo is Saturday 00:00 in UTC.
    expect(surcharges('2026-11-21T04:30:00.000Z', 'America/New_York')).toEqual(['prime time 12000']);
    expect(surcharges('2026-11-21T00:00:00.000Z', 'Asia/Tokyo')).toEqual(['weekend 13000']);
    // Friday 18:45 in Kathmandu, 45 minutes off the hour.
    expect(surcharges('2026-11-20T13:00:00.000Z', 'Asia/Kathmandu')).toEqual(['prime time 12000']);
  });

  it('goes by the clock that holds on that day', () => {
    // 16:30 UTC is 18:30 in Berlin on the last summer-time Saturday, 17:30 the Saturday after.
    expect(surcharges('2026-10-24T16:30:00.000Z', 'Europe/Berlin')).toEqual([
      'weekend 13000',
      'prime time 12000',
    ]);
    expect(surcharges('2026-10-31T16:30:00.000Z', 'Europe/Berlin')).toEqual(['weekend 13000']);
  });

  it('gives terms that fit their schema, with a cinema’s own rules if it has any', () => {
    const rules = { weekendBp: 10_000, primeTimeFromHour: 17, primeTimeBp: 11_000 };
    const terms = priceTermsFor({ base, startsAt: '2026-11-21T17:00:00.000Z', timeZone: 'UTC', rules });
    expect(priceTermsSchema.parse(terms)).toEqual(terms);
    expect(terms.surcharges).toEqual([{ name: 'prime time', bp: 11_000 }]);
  });
});
