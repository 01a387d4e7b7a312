import { hallRoutes } from '../api/hall/routes.ts';
import type { Slice } from './engine/Slice.ts';

export const hall: Slice = { routes: hallRoutes };
