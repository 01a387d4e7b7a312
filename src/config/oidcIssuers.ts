import { z } from 'zod';
import { roles } from '../domain/kernel/roles.ts';

const issuersMax = 8;
const rolesMax = 100;
const loopback: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

const isSafe = (text: string): boolean => {
  const { protocol, hostname, search, hash } = new URL(text);
  const isPrivate = protocol === 'https:' || (protocol === 'http:' && loopback.includes(hostname));
  return isPrivate && search === '' && hash === '';
};

const word = (charsMax: number) => {
  const error = `must be a text of 1 to ${charsMax} characters`;
  return z.string({ error }).min(1, { error }).max(charsMax, { error });
};
const name = word(128);
const mapping = 'must map names of theirs to roles here';

const issuer = z.strictObject({
  issuer: z
    .url({ error: 'must be a URL', abort: true })
    .refine(isSafe, 'must be an https:// URL, or http:// on loopback'),
  audience: word(256),
  rolesClaim: name.default('roles'),
  roles: z
    .record(name, z.enum(roles, { error: `must be one of ${roles.join(', ')}` }), { error: mapping })
    .refine((mapped) => Object.keys(mapped).length <= rolesMax, `at most ${rolesMax}`),
  theatersClaim: name.default('theaters'),
});
export type OidcIssuer = z.output<typeof issuer>;

const notAList = 'must be a JSON array of issuers';

/** JSON: `[{ "issuer", "audience", "roles": { "<theirs>": "<ours>" }, "rolesClaim"?, "theatersClaim"? }]`. */
export const oidcIssuers = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: notAList });
      return z.NEVER;
    }
  })
  .pipe(
    z
      .array(issuer, { error: notAList })
      .max(issuersMax, { error: `at most ${issuersMax} issuers`, abort: true }),
  )
  .refine(
    (all) => new Set(all.map((each) => each.issuer)).size === all.length,
    'names an issuer more than once',
  );
