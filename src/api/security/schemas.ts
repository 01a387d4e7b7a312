import { z } from 'zod';
import { idSchema, instantSchema } from '../../domain/kernel/ids.ts';
import { securityActions, securityOutcomes } from '../../ports/SecurityLog.ts';
import { instantQuery, pageQuery } from '../http/schemas.ts';

const action = z.enum(securityActions);
const outcome = z.enum(securityOutcomes);

export const auditQuery = z.strictObject({
  ...pageQuery,
  from: instantQuery.exactOptional(),
  to: instantQuery.exactOptional().describe('exclusive'),
  actor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/, 'the id of an actor')
    .exactOptional()
    .describe('as events name people'),
  action: action.exactOptional(),
  outcome: outcome.exactOptional(),
});

export const entryShown = z.strictObject({
  id: idSchema,
  at: instantSchema,
  actor: z.strictObject({ id: z.string().exactOptional(), role: z.string() }),
  action,
  operation: z.string().describe('by its operationId here; unknown when no route was found'),
  outcome,
  reason: z.string().exactOptional().describe('the name of the problem that was answered'),
  targets: z.array(z.string()).describe('ids of what was read or changed'),
  address: z.string().describe('a keyed hash; equal for equal addresses while the secret is the same'),
  requestId: z.string(),
});
