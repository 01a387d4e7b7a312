import { z } from 'zod';
import { customerIdSchema } from '../../domain/booking/eventFields.ts';
import { idSchema, instantSchema } from '../../domain/kernel/ids.ts';
import { everyTheater, roles } from '../../domain/kernel/roles.ts';
import { emailSchema } from '../booking/schemas.ts';

export const signInBody = z.strictObject({ email: emailSchema });
export const confirmSignInBody = z.strictObject({
  email: emailSchema,
  code: z.string().min(1).max(32).describe('the eight digits of the mail'),
});
export const refreshBody = z.strictObject({ refreshToken: z.string().min(1).max(256) });

export const signedInShown = z.strictObject({
  accessToken: z.string().describe('for the header Authorization'),
  refreshToken: z.string().describe('for POST /v1/sessions/refresh'),
  expiresAt: instantSchema.describe('when the access token ends'),
  customerId: customerIdSchema,
});

export const sessionShown = z.strictObject({
  id: idSchema,
  createdAt: instantSchema,
  lastUsedAt: instantSchema.describe('when it was refreshed last'),
  expiresAt: instantSchema,
  current: z.boolean().describe('the one of this request'),
});

export const meShown = z.strictObject({
  customerId: customerIdSchema,
  roles: z.array(z.enum(roles)),
  theaterIds: z.array(z.union([idSchema, z.literal(everyTheater)])),
});

const base64url = z
  .string()
  .min(1)
  .max(8_192)
  .regex(/^[A-Za-z0-9_-]+$/, 'base64url');
const credential = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  clientExtensionResults: z.looseObject({}),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).exactOptional(),
};

export const registrationOptionsBody = z
  .strictObject({ name: z.string().min(1).max(64).exactOptional().describe('shown by the device, not kept') })
  .optional();
/** What `PublicKeyCredential.toJSON()` gives. */
export const registrationAnswerBody = z.strictObject({
  ...credential,
  response: z.strictObject({
    clientDataJSON: base64url,
    attestationObject: base64url,
    authenticatorData: base64url.exactOptional(),
    transports: z.array(z.string().max(32)).max(8).exactOptional(),
    publicKeyAlgorithm: z.int().exactOptional(),
    publicKey: base64url.exactOptional(),
  }),
});
export const signInAnswerBody = z.strictObject({
  ...credential,
  response: z.strictObject({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullable().exactOptional(),
  }),
});

export const ceremonyShown = z
  .looseObject({ challenge: z.string() })
  .describe('options for navigator.credentials, as WebAuthn writes them in JSON');

export const passkeyShown = z.strictObject({
  id: base64url,
  createdAt: instantSchema,
  lastUsedAt: instantSchema.exactOptional(),
});
export const passkeyParams = z.strictObject({ id: base64url });
