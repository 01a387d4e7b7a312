import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { PasskeyCeremonies } from '../../ports/Passkeys.ts';

export interface RelyingParty {
  readonly id: string;
  readonly origins: readonly string[];
}

/** Loaded when the first passkey is asked for: it is some three hundred modules, which every start would wait for. */
const loadLibrary = () => import('@simplewebauthn/server');

const timeoutMs = 5 * 60_000;
/** ES256, RS256, EdDSA. */
const algorithms = [-7, -257, -8];

const text = z.string().min(1).max(8_192);
const transports = z.array(z.string().max(32)).max(8);
const shared = {
  id: z.string().min(1).max(1_400),
  rawId: z.string().min(1).max(1_400),
  type: z.literal('public-key'),
  clientExtensionResults: z.looseObject({}),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).exactOptional(),
};
const registrationAnswer = z.object({
  ...shared,
  response: z.object({
    clientDataJSON: text,
    attestationObject: text,
    transports: transports.exactOptional(),
  }),
});
const signInAnswer = z.object({
  ...shared,
  response: z.object({
    clientDataJSON: text,
    authenticatorData: text,
    signature: text,
    userHandle: z.string().max(128).exactOptional(),
  }),
});

/** The library throws plain errors for answers that do not hold. */
const orNothing = async <Result>(work: () => Promise<Result | undefined>): Promise<Result | undefined> => {
  try {
    return await work();
  } catch {
    return undefined;
  }
};

const bytesOf = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

export const createPasskeyCeremonies = ({ id: rpID, origins }: RelyingParty): PasskeyCeremonies => {
  const expected = (isOurs: (challenge: Uint8Array) => boolean) => ({
    expectedChallenge: (challenge: string) => isOurs(Buffer.from(challenge, 'base64url')),
    expectedOrigin: [...origins],
    expectedRPID: rpID,
    requireUserVerification: true,
  });
  return {
    registrationOptions: async ({ challenge, subject, name, known }) => {
      const { generateRegistrationOptions } = await loadLibrary();
      return generateRegistrationOptions({
        ...{ rpName: 'Marquee', rpID, userName: name, timeout: timeoutMs, attestationType: 'none' },
        // At most 64 bytes, and no personal data.
        userID: bytesOf(createHash('sha256').update(subject).digest()),
        challenge: bytesOf(challenge),
        excludeCredentials: known.map((each) => ({
          id: each.credentialId,
          transports: [...each.transports],
        })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        supportedAlgorithmIDs: algorithms,
      });
    },
    provedRegistration: async (answer, isOurs) => {
      const { verifyRegistrationResponse } = await loadLibrary();
      return orNothing(async () => {
        const response = registrationAnswer.parse(answer);
        const { verified, registrationInfo } = await verifyRegistrationResponse({
          response,
          ...expected(isOurs),
          supportedAlgorithmIDs: algorithms,
        });
        if (!verified) return undefined;
        const { id, publicKey, counter, transports: told = [] } = registrationInfo.credential;
        return { credentialId: id, publicKey, counter, transports: told };
      });
    },
    signInOptions: async (challenge) => {
      const { generateAuthenticationOptions } = await loadLibrary();
      return generateAuthenticationOptions({
        ...{ rpID, timeout: timeoutMs, userVerification: 'required' },
        challenge: bytesOf(challenge),
      });
    },
    provedSignIn: async (answer, { credentialId: id, publicKey, counter }, isOurs) => {
      const { verifyAuthenticationResponse } = await loadLibrary();
      return orNothing(async () => {
        const response = signInAnswer.parse(answer);
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          response,
          ...expected(isOurs),
          credential: { id, publicKey: bytesOf(publicKey), counter },
        });
        return verified ? authenticationInfo.newCounter : undefined;
      });
    },
  };
};
