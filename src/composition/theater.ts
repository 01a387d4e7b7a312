import { theaterRoutes } from '../api/theater/routes.ts';
import type { Slice } from './engine/Slice.ts';

export const theater: Slice = { routes: theaterRoutes };
