import { auditRoutes } from '../api/security/routes.ts';
import { forgetSecurityLog } from '../processes/security/forgetSecurityLog.ts';
import type { Slice } from './engine/Slice.ts';

export const security: Slice = {
  upkeep: ({ securityLogStore, clock }) => [forgetSecurityLog(securityLogStore, clock)],
  routes: auditRoutes,
};
