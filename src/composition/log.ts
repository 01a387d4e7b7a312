import { logRoutes } from '../api/log/routes.ts';
import type { Slice } from './engine/Slice.ts';

export const log: Slice = { routes: logRoutes };
