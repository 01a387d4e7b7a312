import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type BotCheckSettings, botCheckEnvironment, readBotCheck } from './config/botCheck.ts';
import { ConfigRefused } from './config/ConfigRefused.ts';
import { eventstoreUrl } from './config/eventstoreUrl.ts';
import { count, oneOf } from './config/kinds.ts';
import { type MailSettings, readMail } from './config/mail.ts';
import { type OidcIssuer, oidcIssuers } from './config/oidcIssuers.ts';
import { type OpsListener, readOpsListener } from './config/opsListener.ts';
import { type PaymentsConfig, paymentSettings, readPayments } from './config/payments.ts';
import { type ProofSettings, proofSettings, readProofSettings } from './config/proof.ts';
import {
  type RelyingPartySettings,
  readRelyingParty,
  relyingPartyId,
  relyingPartyOrigins,
} from './config/relyingParty.ts';
import { withSecretFiles } from './config/secretFiles.ts';
import { olderSecrets, secret } from './config/secrets.ts';
import { type TrustedProxies, trustProxy } from './config/trustProxy.ts';

export const roles = ['api', 'projections', 'processes'] as const;
export type Role = (typeof roles)[number];

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be a URL such as postgres://user:password@host:5432/name',
});
const redisUrl = z.url({ protocol: /^rediss?$/, error: 'must be a URL such as redis://host:6379' });
const elasticsearchUrl = z.url({ protocol: /^https?$/, error: 'must be a URL such as http://host:9200' });
const origin = z.string().regex(/^(\*|https?:\/\/[^\s/]+)$/, 'must be an origin such as https://example.org');
const corsOriginsMax = 100;

const environmentSchema = z.object({
  PORT: count(0, 65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  OPS_PORT: count(0, 65_535).optional(),
  OPS_HOST: z.string().min(1).optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  EVENT_LOG: oneOf('postgres', 'eventstoredb').optional(),
  DATABASE_URL: postgresUrl.optional(),
  EVENTSTORE_URL: eventstoreUrl.optional(),
  REDIS_URL: redisUrl.optional(),
  ELASTICSEARCH_URL: elasticsearchUrl.optional(),
  /** Shared by all nodes; without it a generated one is kept in DATA_DIR/keys. */
  MARQUEE_SECRET: secret.optional(),
  MARQUEE_OLDER_SECRETS: olderSecrets.default([]),
  MARQUEE_TOKEN_SECRET: secret.optional(),
  MARQUEE_OLDER_TOKEN_SECRETS: olderSecrets.default([]),
  OIDC_ISSUERS: oidcIssuers.default([]),
  PASSKEY_RP_ID: relyingPartyId.optional(),
  PASSKEY_ORIGINS: relyingPartyOrigins.optional(),
  NODE_ENV: z.string().optional(),
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').default('info'),
  /** Per address; 0 turns limits off. */
  RATE_LIMIT_PER_MINUTE: count(0, 10_000_000).default(6_000),
  DEMO_CATALOG: oneOf('on', 'off').optional(),
  TRUST_PROXY: trustProxy.default({ hops: 0 }),
  LIMIT_LOOPBACK: oneOf('on', 'off').optional(),
  ...botCheckEnvironment,
  /** Comma-separated, or `*`. */
  CORS_ORIGINS: z
    .string()
    .transform((text) => text.split(',').map((each) => each.trim()))
    .pipe(z.array(origin).max(corsOriginsMax, { error: `at most ${corsOriginsMax} origins` }))
    .default([]),
  /** For a drill with a restored copy: writes are refused, no mail is sent, no money moves. */
  READ_ONLY: oneOf('on', 'off').default('off'),
  /** Whether showtimes with a queue are sold while the store of waiting rooms is away. */
  QUEUE_STORE_AWAY: oneOf('open', 'closed').default('closed'),
  SHOWTIMES_IN_MEMORY: count(10, 1_000_000).default(2_000),
  ...paymentSettings,
  ...proofSettings,
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// URL' }).optional(),
  SMTP_TLS: oneOf('required', 'off').optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^@]*[^@\s<]@[A-Za-z0-9.-]+>?$/, 'must have an address such as Marquee <tickets@example.org>')
    .max(250, { error: 'must have 250 characters at most' })
    .optional(),
});

export interface Config {
  readonly roles: readonly Role[];
  readonly host: string;
  readonly port: number;
  readonly ops: OpsListener | undefined;
  readonly dataDir: string;
  readonly eventLog: 'postgres' | 'eventstoredb';
  /** Undefined: the program starts its own Postgres below `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly eventstoreUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly elasticsearchUrl: string | undefined;
  /** Undefined: generated and kept in `dataDir`. */
  readonly secret: string | undefined;
  readonly olderSecrets: readonly string[];
  /** Undefined: the key of access tokens is derived from `secret`. */
  readonly tokenSecret: string | undefined;
  readonly olderTokenSecrets: readonly string[];
  readonly oidcIssuers: readonly OidcIssuer[];
  readonly passkeys: RelyingPartySettings;
  readonly production: boolean;
  readonly logLevel: string;
  readonly rateLimitPerMinute: number;
  readonly demoCatalog: boolean;
  readonly trustedProxies: TrustedProxies;
  /** Whether requests from this machine are limited like others. */
  readonly limitLoopback: boolean;
  readonly botCheck: BotCheckSettings;
  /** No job runs that appends to the log or calls anything outside. */
  readonly readOnly: boolean;
  readonly openWithoutWaitingRoom: boolean;
  readonly showtimesInMemory: number;
  readonly corsOrigins: readonly string[];
  readonly payments: PaymentsConfig;
  readonly allowSimulatedPayments: boolean;
  readonly mail: MailSettings | undefined;
  readonly proof: ProofSettings;
}

/** Arguments override the environment. Throws {@link ConfigRefused}. */
export const readConfig = (
  args: readonly string[] = process.argv.slice(2),
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config => {
  const { named, positionals } = readArguments(args);
  // An undefined argument would override the environment.
  const given = Object.fromEntries(
    [...Object.entries(environment), ...Object.entries(named)].filter(
      ([, value]) => value !== undefined && value !== '',
    ),
  );
  const parsed = environmentSchema.safeParse(withSecretFiles(given));
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigRefused(faults.join('; '));
  }
  const settings = parsed.data;
  const enginesNamed = (['DATABASE_URL', 'EVENTSTORE_URL', 'REDIS_URL', 'ELASTICSEARCH_URL'] as const).filter(
    (name) => settings[name] !== undefined,
  );
  checkEngines(settings, enginesNamed);
  return {
    roles: readRoles(positionals),
    host: settings.HOST,
    port: settings.PORT,
    ops: readOpsListener(settings),
    dataDir: resolve(settings.DATA_DIR),
    eventLog: settings.EVENT_LOG ?? 'postgres',
    databaseUrl: settings.DATABASE_URL,
    eventstoreUrl: settings.EVENTSTORE_URL,
    redisUrl: settings.REDIS_URL,
    elasticsearchUrl: settings.ELASTICSEARCH_URL,
    secret: settings.MARQUEE_SECRET,
    olderSecrets: settings.MARQUEE_OLDER_SECRETS,
    tokenSecret: settings.MARQUEE_TOKEN_SECRET,
    olderTokenSecrets: settings.MARQUEE_OLDER_TOKEN_SECRETS,
    oidcIssuers: settings.OIDC_ISSUERS,
    passkeys: readRelyingParty(settings),
    production: settings.NODE_ENV === 'production',
    logLevel: settings.LOG_LEVEL,
    rateLimitPerMinute: settings.RATE_LIMIT_PER_MINUTE,
    demoCatalog: (settings.DEMO_CATALOG ?? (enginesNamed.length === 0 ? 'on' : 'off')) === 'on',
    trustedProxies: settings.TRUST_PROXY,
    limitLoopback: limitsLoopback(settings),
    botCheck: readBotCheck(settings),
    readOnly: settings.READ_ONLY === 'on',
    openWithoutWaitingRoom: settings.QUEUE_STORE_AWAY === 'open',
    showtimesInMemory: settings.SHOWTIMES_IN_MEMORY,
    corsOrigins: settings.CORS_ORIGINS,
    payments: readPayments(settings),
    allowSimulatedPayments: settings.ALLOW_SIMULATED_PAYMENTS === 'on',
    mail: readMail(settings),
    proof: readProofSettings(settings),
  };
};

/** Where the program keeps its own database and no proxy is named, requests from this machine are a newcomer's. */
const limitsLoopback = ({
  LIMIT_LOOPBACK,
  DATABASE_URL,
  TRUST_PROXY,
}: z.output<typeof environmentSchema>): boolean => {
  if (LIMIT_LOOPBACK !== undefined) return LIMIT_LOOPBACK === 'on';
  return DATABASE_URL !== undefined || 'ranges' in TRUST_PROXY || TRUST_PROXY.hops > 0;
};

const readArguments = (args: readonly string[]) => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { port: { type: 'string' }, host: { type: 'string' }, 'data-dir': { type: 'string' } },
    });
    return { named: { PORT: values.port, HOST: values.host, DATA_DIR: values['data-dir'] }, positionals };
  } catch (error) {
    throw new ConfigRefused(error instanceof Error ? error.message : String(error), { cause: error });
  }
};

const readRoles = (positionals: readonly string[]): readonly Role[] => {
  if (positionals.length === 0) return roles;
  return positionals.map((given) => {
    const role = roles.find((known) => known === given);
    if (role === undefined)
      throw new ConfigRefused(`role "${given}" is unknown: say ${roles.join(', ')} or nothing`);
    return role;
  });
};

/** The event log has no fallback: a node with a forgotten variable must not sell seats from a private log. */
const checkEngines = (
  settings: z.output<typeof environmentSchema>,
  enginesNamed: readonly string[],
): void => {
  if (enginesNamed.length > 0 && settings.EVENT_LOG === undefined) {
    throw new ConfigRefused(
      `EVENT_LOG: must say postgres or eventstoredb when ${enginesNamed.join(', ')} is set`,
    );
  }
  if (settings.EVENT_LOG === 'eventstoredb' && settings.EVENTSTORE_URL === undefined) {
    throw new ConfigRefused('EVENTSTORE_URL: must be set when EVENT_LOG is eventstoredb');
  }
  if (settings.EVENT_LOG === 'postgres' && enginesNamed.length > 0 && settings.DATABASE_URL === undefined) {
    throw new ConfigRefused(
      `DATABASE_URL: must be set when EVENT_LOG is postgres and ${enginesNamed.join(', ')} is set`,
    );
  }
};
