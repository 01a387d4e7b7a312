import { z } from 'zod';
import { defineEvent } from '../kernel/eventDefinition.ts';
import { idSchema } from '../kernel/ids.ts';

export const logEvents = {
  LogKeysNamed: defineEvent(
    'LogKeysNamed',
    'The key store and the secret, by a fingerprint, that the log is written with from here on.',
    z.strictObject({ keyStoreId: idSchema, secret: z.string().regex(/^[0-9a-f]{32}$/) }),
  ),
} as const;
