import { z } from 'zod';
import { instantSchema } from '../../domain/kernel/ids.ts';
import { hashBytes } from '../../tlog/merkle.ts';

export const positionParams = z.strictObject({
  position: z.string().regex(/^[0-9]{20}$/, 'a position: 20 digits'),
});

const size = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,14})$/, 'a whole number')
  .transform(Number);
export const growthQuery = z.strictObject({ from: size, to: size });

export const whichQuery = z.strictObject({ cosigned: z.enum(['true', 'false']).default('false') });

const hashShown = z
  .string()
  .length(Math.ceil(hashBytes / 3) * 4)
  .describe('SHA-256 in base64')
  .meta({ examples: ['47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='] });

export const growthShown = z.strictObject({ from: z.int(), to: z.int(), hashes: z.array(hashShown) });

export const proofShown = z
  .strictObject({
    position: z.string().describe('up to where the log has been checked'),
    at: instantSchema.describe('when that was'),
    showtimes: z.int(),
    conflicts: z.int().describe('places where the log breaks a promise'),
    chainHead: hashShown.describe('root of the tree of the latest checkpoint'),
    size: z.int().describe('events in that tree'),
    origin: z.string().describe('of the checkpoints'),
    keys: z
      .array(z.string())
      .describe('that checkpoints are verified with: the current one, then older ones'),
    cosigned: z
      .strictObject({ size: z.int(), at: instantSchema })
      .optional()
      .describe('the latest tree that the witness cosigned'),
  })
  .meta({ id: 'Proof' });
