import { showtimeRoutes } from '../api/showtime/routes.ts';
import { availabilityProjection } from '../projections/availability/availabilityProjection.ts';
import type { Slice } from './engine/Slice.ts';

export const showtime: Slice = { projections: [availabilityProjection], routes: showtimeRoutes };
