import type { z } from 'zod';
import type { TheaterState } from '../../domain/theater/theaterDecider.ts';
import type { TheaterRow } from '../../projections/catalog/queries.ts';
import type { theaterShown } from './schemas.ts';

type Open = Exclude<TheaterState, { status: 'none' }>;

export const theaterView = (state: Open): z.output<typeof theaterShown> => ({
  id: state.theaterId,
  ...state.details,
  version: state.version,
});

export const theaterRowView = (row: TheaterRow): z.output<typeof theaterShown> => ({
  id: row.id,
  ...row.details,
  ...(row.distanceKm === undefined ? {} : { distanceKm: row.distanceKm }),
  version: row.version,
});
