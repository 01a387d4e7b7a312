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

const name = z.string().min(1).max(128);

const issuer = z.strictObject({
  issuer: z.url().refine(isSafe, 'must be an https:// URL, or http:// on loopback'),
  audience: z.string().min(1).max(256),
  rolesClaim: name.default('roles'),
  roles: z
    .record(name, z.enum(roles))
    .refine((mapped) => Object.keys(mapped).length <= rolesMax, `at most ${rolesMax}`),
  theatersClaim: name.default('theaters'),
});
export type OidcIssuer = z.output<typeof issuer>;

/** JSON: `[{ "issuer", "audience", "roles": { "<theirs>": "<ours>" }, "rolesClaim"?, "theatersClaim"? }]`. */
export const oidcIssuers = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be a JSON array of issuers' });
      return z.NEVER;
    }
  })
  .pipe(z.array(issuer).max(issuersMax))
  .refine(
    (all) => new Set(all.map((each) => each.issuer)).size === all.length,
    'names an issuer more than once',
  );
