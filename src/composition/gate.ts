import { checkInRoutes } from '../api/gate/routes.ts';
import type { Slice } from './engine/Slice.ts';

export const gate: Slice = { routes: checkInRoutes };
