import { deskCheckInRoutes } from '../api/gate/deskRoutes.ts';
import { expectedRoutes } from '../api/gate/expectedRoutes.ts';
import { checkInRoutes } from '../api/gate/routes.ts';
import type { Slice } from './engine/Slice.ts';

export const gate: Slice = {
  routes: (app, deps) => {
    checkInRoutes(app, deps);
    deskCheckInRoutes(app, deps);
    expectedRoutes(app, deps);
  },
};
