import { tokenRoutes } from '../api/identity/tokenRoutes.ts';
import type { Slice } from './engine/Slice.ts';

export const identity: Slice = { routes: tokenRoutes };
