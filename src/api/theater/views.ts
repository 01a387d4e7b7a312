import type { z } from 'zod';
import { type TheaterState, theaterCurrency } from '../../domain/theater/theaterDecider.ts';
import type { TheaterRow } from '../../projections/catalog/queries.ts';
import type { theaterShown } from './schemas.ts';

const currencyShown = (currency: string | undefined) => (currency === undefined ? {} : { currency });

type Open = Exclude<TheaterState, { status: 'none' }>;

export const theaterView = (state: Open): z.output<typeof theaterShown> => ({
  id: state.theaterId,
  ...state.details,
  ...currencyShown(theaterCurrency(state)),
  version: state.version,
});

export const theaterRowView = (row: TheaterRow): z.output<typeof theaterShown> => ({
  id: row.id,
  ...row.details,
  ...currencyShown(row.details.currency ?? row.settledCurrency),
  ...(row.distanceKm === undefined ? {} : { distanceKm: row.distanceKm }),
  version: row.version,
});
