import { keyRoutes } from '../api/ticket/routes.ts';
import type { Slice } from './engine/Slice.ts';

export const ticket: Slice = { routes: keyRoutes };
