import { movieRoutes } from '../api/movie/routes.ts';
import { catalogProjection } from '../projections/catalog/catalogProjection.ts';
import type { Slice } from './engine/Slice.ts';

export const movie: Slice = { projections: [catalogProjection], routes: movieRoutes };
