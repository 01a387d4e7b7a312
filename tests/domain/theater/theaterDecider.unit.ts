/** A theater's entry in the catalog: each command allowed, refused, nothing to do. */
import { describe, expect, it } from 'vitest';
import type { TheaterEvent } from '../../../src/domain/theater/events.ts';
import { theaterDecider } from '../../../src/domain/theater/theaterDecider.ts';
import { specification } from '../../support/given.ts';
import { uuid } from '../../support/showtimes.ts';

const { given } = specification(theaterDecider);
const nowMs = Date.parse('2026-11-20T12:00:00.000Z');
const theaterId = uuid(1);
const details = {
  name: 'Lantern Cinema',
  city: 'Lyon',
  country: 'FR',
  location: { lat: 45.76, lng: 4.84 },
  timeZone: 'Europe/Paris',
};
const renamed = { ...details, name: 'Lantern Picture House', chain: 'Lantern' };
const lost = { ...details, timeZone: 'Europe/Atlantis' };
const opened: TheaterEvent = { type: 'TheaterOpened', data: { theaterId, ...details } };
const revised: TheaterEvent = { type: 'TheaterRevised', data: { theaterId, ...renamed } };

describe('OpenTheater', () => {
  it('opens', () =>
    given()
      .when({ type: 'OpenTheater', nowMs, theaterId, ...details })
      .gives(opened));

  it('has nothing to do for the same theater', () =>
    given(opened)
      .when({ type: 'OpenTheater', nowMs, theaterId, ...details })
      .givesNothing());

  it('is refused when another one has the id', () =>
    given(opened)
      .when({ type: 'OpenTheater', nowMs, theaterId, ...renamed })
      .isRefused({ reason: 'TheaterAlreadyExists' }));

  it('is refused in a time zone that does not exist', () =>
    given()
      .when({ type: 'OpenTheater', nowMs, theaterId, ...lost })
      .isRefused({ reason: 'UnknownTimeZone', timeZone: 'Europe/Atlantis' }));
});

describe('ReviseTheater', () => {
  it('replaces all details', () =>
    given(opened)
      .when({ type: 'ReviseTheater', nowMs, currenciesInUse: [], expectedVersion: 1, ...renamed })
      .gives(revised));

  it('is refused when somebody edited first', () =>
    given(opened, revised)
      .when({ type: 'ReviseTheater', nowMs, currenciesInUse: [], expectedVersion: 1, ...details })
      .isRefused({ reason: 'StaleVersion', version: 2 }));

  it('is refused in a time zone that does not exist', () =>
    given(opened)
      .when({ type: 'ReviseTheater', nowMs, currenciesInUse: [], ...lost })
      .isRefused({ reason: 'UnknownTimeZone', timeZone: 'Europe/Atlantis' }));

  it('is refused for a theater that does not exist', () =>
    given()
      .when({ type: 'ReviseTheater', nowMs, currenciesInUse: [], ...details })
      .isRefused({ reason: 'TheaterNotFound' }));

  it('has nothing to do when nothing changes', () =>
    given(opened, revised)
      .when({ type: 'ReviseTheater', nowMs, currenciesInUse: [], ...renamed })
      .givesNothing());

  describe('of the currency', () => {
    const revise = (more: { currency?: string }, ...currenciesInUse: string[]) =>
      ({ type: 'ReviseTheater', nowMs, currenciesInUse, ...details, ...more }) as const;
    const told = (more: { currency?: string }): TheaterEvent => ({
      type: 'TheaterRevised',
      data: { theaterId, ...details, ...more },
    });
    const settled: TheaterEvent = { type: 'TheaterCurrencySettled', data: { theaterId, currency: 'EUR' } };
    const [euros, dollars] = [{ currency: 'EUR' }, { currency: 'USD' }];
    const eurosInUse = { reason: 'CurrencyInUse', currency: 'EUR' } as const;

    it('is refused while seats are held or booked in the old one', () => {
      given(opened, settled).when(revise(dollars, 'EUR')).isRefused(eurosInUse);
      given(opened, told(euros))
        .when(revise(dollars, 'USD', 'EUR'))
        .isRefused(eurosInUse);
      given(opened, settled, told(dollars))
        .when(revise({}, 'USD'))
        .isRefused({ reason: 'CurrencyInUse', currency: 'USD' });
    });

    it('is refused for a theater whose showtimes are older than its currency', () =>
      given(opened).when(revise(dollars, 'EUR')).isRefused(eurosInUse));

    it('is allowed when nothing is held, or only what is in the new one', () => {
      given(opened, settled).when(revise(dollars)).gives(told(dollars));
      given(opened, settled, told(dollars)).when(revise(euros, 'EUR')).gives(told(euros));
    });

    it('stays free of what is in use where the currency does not change', () => {
      given(opened, settled).when(revise(euros, 'USD')).givesNothing();
      given(opened, told(euros))
        .when({ ...revise(euros, 'USD'), chain: 'Lantern' })
        .gives({
          type: 'TheaterRevised',
          data: { theaterId, ...details, ...euros, chain: 'Lantern' },
        });
      given(opened, settled, told(euros)).when(revise({}, 'USD')).gives(told({}));
    });

    it('tells of an edit by somebody else first', () =>
      given(opened, settled, told(dollars))
        .when({ ...revise(euros, 'USD'), expectedVersion: 1 })
        .isRefused({ reason: 'StaleVersion', version: 2 }));
  });
});

describe('a folded theater', () => {
  it('has the last details and a version that edits move', () =>
    expect(given(opened, revised).state).toEqual({
      status: 'open',
      theaterId,
      details: renamed,
      version: 2,
    }));
});

describe('SettleCurrency', () => {
  const settle = (currency: string) => ({ type: 'SettleCurrency', nowMs, currency }) as const;
  const settled: TheaterEvent = { type: 'TheaterCurrencySettled', data: { theaterId, currency: 'EUR' } };
  const inDollars: TheaterEvent = {
    type: 'TheaterRevised',
    data: { theaterId, ...details, currency: 'USD' },
  };

  it('is settled by the first showtime, once', () => {
    given(opened).when(settle('EUR')).gives(settled);
    given(opened, settled).when(settle('EUR')).givesNothing();
  });

  it('is refused in another currency', () =>
    given(opened, settled).when(settle('USD')).isRefused({ reason: 'WrongCurrency', currency: 'EUR' }));

  it('yields to what staff say, who may take it back', () => {
    given(opened, settled, inDollars)
      .when(settle('EUR'))
      .isRefused({ reason: 'WrongCurrency', currency: 'USD' });
    given(opened, settled, inDollars).when(settle('USD')).givesNothing();
    given(opened, settled, inDollars, revised).when(settle('EUR')).givesNothing();
  });

  it('does not move the version that edits move', () => {
    const { state } = given(opened, settled);
    expect(state).toEqual({
      ...given(opened).state,
      version: 1,
      settledCurrency: 'EUR',
    });
  });

  it('needs a theater', () => given().when(settle('EUR')).isRefused({ reason: 'TheaterNotFound' }));
});
