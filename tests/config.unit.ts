/** Settings: what counts when several say it, and that a bad one is named in one line. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigRefused } from '../src/config/ConfigRefused.ts';
import { demandPayments } from '../src/config/payments.ts';
import { readConfig } from '../src/config.ts';

const refusalOf = (args: readonly string[], environment: Readonly<Record<string, string>>): string => {
  try {
    readConfig(args, environment);
  } catch (error) {
    if (error instanceof ConfigRefused) return error.message;
    throw error;
  }
  throw new Error('it was accepted');
};

const defaults = {
  roles: ['api', 'projections', 'processes'],
  host: '127.0.0.1',
  port: 3_000,
  ops: undefined,
  dataDir: resolve('data'),
  eventLog: 'postgres',
  databaseUrl: undefined,
  eventstoreUrl: undefined,
  redisUrl: undefined,
  elasticsearchUrl: undefined,
  secret: undefined,
  olderSecrets: [],
  tokenSecret: undefined,
  olderTokenSecrets: [],
  oidcIssuers: [],
  passkeys: { id: 'localhost', origins: ['http://localhost:3000'] },
  production: false,
  logLevel: 'info',
  rateLimitPerMinute: 6_000,
  demoCatalog: true,
  trustedProxies: { hops: 0 },
  limitLoopback: false,
  botCheck: { kind: 'proof-of-work', difficulty: 250 },
  readOnly: false,
  openWithoutWaitingRoom: false,
  showtimesInMemory: 2_000,
  corsOrigins: [],
  payments: { gateway: 'simulated' },
  allowSimulatedPayments: false,
  proof: { origin: undefined, witness: undefined },
  mail: undefined,
};

const strong = '6f1d0c8b42e97a53d0b7e41f9c2a8635';

describe('settings', () => {
  it('come from the environment, and from arguments over it', () => {
    const environment = { PORT: '4000', HOST: '::1', DATA_DIR: '/srv/a' };
    const pageAt = (port: number) => ({ id: 'localhost', origins: [`http://localhost:${port}`] });
    expect(readConfig([], environment)).toStrictEqual({
      ...defaults,
      passkeys: pageAt(4_000),
      ...{ port: 4_000, host: '::1', dataDir: '/srv/a' },
    });
    expect(readConfig(['--port', '0', '--data-dir', '/srv/b'], environment)).toStrictEqual({
      ...defaults,
      passkeys: pageAt(0),
      ...{ port: 0, host: '::1', dataDir: '/srv/b' },
    });
    // An empty variable is one that was not set.
    expect(readConfig([], { PORT: '' })).toStrictEqual(defaults);
  });

  it('bring the demo catalog where the program keeps its own database, and nowhere else', () => {
    const byUrl = { EVENT_LOG: 'postgres', DATABASE_URL: 'postgres://127.0.0.1/x' };
    expect(readConfig([], {}).demoCatalog).toBe(true);
    expect(readConfig([], { DEMO_CATALOG: 'off' }).demoCatalog).toBe(false);
    expect(readConfig([], byUrl).demoCatalog).toBe(false);
    expect(readConfig([], { ...byUrl, DEMO_CATALOG: 'on' }).demoCatalog).toBe(true);
  });

  it('say whose X-Forwarded-For is believed, and whether loopback is limited', () => {
    const read = (environment: Readonly<Record<string, string>>) => {
      const { trustedProxies, limitLoopback } = readConfig([], environment);
      return [trustedProxies, limitLoopback];
    };
    const byUrl = { EVENT_LOG: 'postgres', DATABASE_URL: 'postgres://127.0.0.1/x' };
    expect(read({ TRUST_PROXY: 'off' })).toEqual([{ hops: 0 }, false]);
    expect(read({ TRUST_PROXY: '0' })).toEqual([{ hops: 0 }, false]);
    expect(read({ TRUST_PROXY: '2' })).toEqual([{ hops: 2 }, true]);
    const ranges = ['10.0.0.0/8', 'fd00::/8', '192.0.2.1'];
    expect(read({ TRUST_PROXY: '10.0.0.0/8, fd00::/8,192.0.2.1' })).toEqual([{ ranges }, true]);
    expect(read(byUrl)).toEqual([{ hops: 0 }, true]);
    expect(read({ ...byUrl, LIMIT_LOOPBACK: 'off' })).toEqual([{ hops: 0 }, false]);
    expect(read({ LIMIT_LOOPBACK: 'on' })).toEqual([{ hops: 0 }, true]);
  });

  it('name issuers of OpenID Connect, and in one line what is wrong with them', () => {
    const given = { issuer: 'https://id.example.org', audience: 'marquee', roles: { boss: 'admin' } };
    const read = (issuers: unknown) => readConfig([], { OIDC_ISSUERS: JSON.stringify(issuers) }).oidcIssuers;
    expect(read([given])).toEqual([{ ...given, rolesClaim: 'roles', theatersClaim: 'theaters' }]);
    const refusal = (issuers: unknown) => refusalOf([], { OIDC_ISSUERS: JSON.stringify(issuers) });
    expect(refusalOf([], { OIDC_ISSUERS: '[' })).toBe('OIDC_ISSUERS: must be a JSON array of issuers');
    expect(refusal([{ ...given, issuer: 'http://id.example.org' }])).toBe(
      'OIDC_ISSUERS.0.issuer: must be an https:// URL, or http:// on loopback',
    );
    expect(refusal([{ ...given, roles: { boss: 'god' } }])).toContain('OIDC_ISSUERS.0.roles.boss:');
    expect(refusal([given, given])).toBe('OIDC_ISSUERS: names an issuer more than once');
  });

  it('name the site of passkeys and its origins, which must fit each other', () => {
    expect(readConfig([], { PORT: '3001' }).passkeys).toEqual({
      id: 'localhost',
      origins: ['http://localhost:3001'],
    });
    const at = (PASSKEY_ORIGINS: string) => ({ PASSKEY_RP_ID: 'example.org', PASSKEY_ORIGINS });
    expect(readConfig([], { PASSKEY_RP_ID: 'example.org' }).passkeys.origins).toEqual([
      'https://example.org',
    ]);
    expect(readConfig([], at('https://a.example.org, https://example.org')).passkeys).toEqual({
      id: 'example.org',
      origins: ['https://a.example.org', 'https://example.org'],
    });
    for (const origin of ['https://example.com', 'https://notexample.org', 'http://example.org']) {
      expect(refusalOf([], at(origin))).toBe(
        `PASSKEY_ORIGINS: ${origin} is not https:// at example.org or below (http:// at localhost)`,
      );
    }
    expect(refusalOf([], { PASSKEY_ORIGINS: 'https://example.org' })).toBe(
      'PASSKEY_RP_ID: must be set when PASSKEY_ORIGINS is',
    );
    expect(refusalOf([], { PASSKEY_RP_ID: 'https://example.org' })).toBe('PASSKEY_RP_ID: must be a domain');
  });

  it('say how callers beyond their share prove that they are no bots', () => {
    const read = (environment: Readonly<Record<string, string>>) => readConfig([], environment).botCheck;
    expect(read({ BOT_CHECK: 'none' })).toEqual({ kind: 'none' });
    expect(read({ BOT_CHECK_DIFFICULTY: '9' })).toEqual({ kind: 'proof-of-work', difficulty: 9 });
    const keys = { TURNSTILE_SITE_KEY: 'the site key', TURNSTILE_SECRET_KEY: 'the secret key' };
    const turnstile = { BOT_CHECK: 'turnstile', ...keys };
    expect(read(turnstile)).toEqual({
      ...{ kind: 'turnstile', siteKey: 'the site key', secretKey: 'the secret key' },
      verifyUrl: 'https://challenges.cloudflare.com/turnstile/v0/siteverify',
    });
    const local = { ...turnstile, TURNSTILE_VERIFY_URL: 'http://127.0.0.1:1/verify' };
    expect(read(local)).toHaveProperty('verifyUrl', 'http://127.0.0.1:1/verify');
    const bad = { ...turnstile, TURNSTILE_VERIFY_URL: 'http://example.org/verify' };
    expect(refusalOf([], bad)).toBe('TURNSTILE_VERIFY_URL: must be an https:// URL, or http:// on loopback');
    expect(refusalOf([], keys)).toBe('BOT_CHECK: must be turnstile when a key of Turnstile is set');
    expect(refusalOf([], { BOT_CHECK: 'turnstile' })).toBe(
      'TURNSTILE_SITE_KEY: must be set with BOT_CHECK=turnstile',
    );
    expect(refusalOf([], { BOT_CHECK: 'recaptcha' })).toBe(
      'BOT_CHECK: must be proof-of-work, turnstile or none',
    );
  });

  it('name the origin of the checkpoints, and a witness with its key', () => {
    const WITNESS_KEY = `witness.example/w1+0123abcd+${'B'.repeat(44)}`;
    const WITNESS_URL = 'https://witness.example/submit';
    expect(readConfig([], {}).proof).toEqual({ origin: undefined, witness: undefined });
    expect(readConfig([], { PROOF_ORIGIN: 'cinema.example/log', WITNESS_URL, WITNESS_KEY }).proof).toEqual({
      origin: 'cinema.example/log',
      witness: { url: WITNESS_URL, key: WITNESS_KEY },
    });
    expect(refusalOf([], { WITNESS_URL })).toBe('WITNESS_KEY: must be set when WITNESS_URL is');
    expect(refusalOf([], { WITNESS_KEY })).toBe('WITNESS_URL: must be set when WITNESS_KEY is');
    expect(refusalOf([], { WITNESS_URL: 'ftp://x', WITNESS_KEY })).toContain('WITNESS_URL');
    expect(refusalOf([], { WITNESS_URL, WITNESS_KEY: 'nonsense' })).toContain('WITNESS_KEY');
    expect(refusalOf([], { PROOF_ORIGIN: 'a b' })).toContain('PROOF_ORIGIN');
  });

  it('send mail over TLS only, but to this machine', () => {
    const tls = (SMTP_URL: string, more: Readonly<Record<string, string>> = {}) =>
      readConfig([], { SMTP_URL, MAIL_FROM: 'a@b.example', ...more }).mail?.tls;
    expect(tls('smtp://mail.example:587')).toBe(true);
    expect(['localhost', '127.0.0.1', '[::1]'].map((host) => tls(`smtp://${host}:25`))).toEqual([
      ...[false, false, false],
    ]);
    expect(tls('smtp://mail.example:25', { SMTP_TLS: 'off' })).toBe(false);
    expect(tls('smtp://localhost:25', { SMTP_TLS: 'required' })).toBe(true);
    expect(refusalOf([], { SMTP_TLS: 'off' })).toBe('SMTP_URL: must be set when SMTP_TLS is');
    expect(refusalOf([], { SMTP_TLS: 'maybe' })).toContain('SMTP_TLS:');
  });

  it('read secrets from files, and name the file that cannot be used', () => {
    const folder = mkdtempSync(join(tmpdir(), 'marquee-config-'));
    const file = join(folder, 'secret');
    writeFileSync(file, `${strong}\n`);
    expect(readConfig([], { MARQUEE_SECRET_FILE: file }).secret).toBe(strong);
    expect(refusalOf([], { MARQUEE_SECRET_FILE: file, MARQUEE_SECRET: '2'.repeat(32) })).toBe(
      'MARQUEE_SECRET_FILE: MARQUEE_SECRET is set too',
    );
    writeFileSync(file, '\n');
    expect(refusalOf([], { STRIPE_API_KEY_FILE: file })).toBe(`STRIPE_API_KEY_FILE: ${file} is empty`);
    writeFileSync(file, 'short');
    expect(refusalOf([], { MARQUEE_TOKEN_SECRET_FILE: file })).toBe(
      'MARQUEE_TOKEN_SECRET: must have 32 characters or more',
    );
    rmSync(folder, { recursive: true });
    expect(refusalOf([], { DATABASE_URL_FILE: file })).toBe(
      `DATABASE_URL_FILE: ${file} cannot be read (ENOENT)`,
    );
  });

  it('take older secrets with commas between them, and never repeat one', () => {
    const [one, two] = ['1'.repeat(32), '2'.repeat(40)];
    expect(readConfig([], {}).olderSecrets).toEqual([]);
    expect(readConfig([], { MARQUEE_OLDER_SECRETS: `${one}, ${two}` }).olderSecrets).toEqual([one, two]);
    const tokens = readConfig([], { MARQUEE_TOKEN_SECRET: strong, MARQUEE_OLDER_TOKEN_SECRETS: two });
    expect([tokens.tokenSecret, tokens.olderTokenSecrets]).toEqual([strong, [two]]);
    const refusal = refusalOf([], { MARQUEE_OLDER_SECRETS: `${one},short-secret` });
    expect(refusal).toContain('MARQUEE_OLDER_SECRETS: each must have 32 characters');
    expect(refusal).not.toMatch(/1111|short-secret/);
  });

  it.each([
    'a'.repeat(64),
    'ab'.repeat(20),
    '0123456789abcdef0123456789abcdef',
    'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ',
    '11111111222222223333333344444444',
    '00000000-0000-0000-0000-000000000000',
    'deadbeefdeadbeefdeadbeefdeadbeef',
    'CHANGE_ME_CHANGE_ME_CHANGE_ME_CHANGE_ME',
    'your-256-bit-secret-goes-in-this-line',
    '<the output of openssl rand -hex 32>',
    'marquee-marquee-marquee-marquee-secret',
    'PasswordPasswordPassword1234567890!',
  ])('refuse a secret that can be guessed, in one line without it: %s', (guessed) => {
    for (const name of ['MARQUEE_SECRET', 'MARQUEE_TOKEN_SECRET']) {
      expect(refusalOf([], { [name]: guessed })).toBe(
        `${name}: can be guessed; make one with: openssl rand -hex 32`,
      );
    }
    // What was written under it has to stay readable after it was changed.
    expect(readConfig([], { MARQUEE_OLDER_SECRETS: guessed }).olderSecrets).toEqual([guessed]);
  });

  it('take what a generator of secrets makes, in any of the usual forms', () => {
    const made = [
      ...Array.from({ length: 100 }, () => randomBytes(16).toString('hex')),
      ...Array.from({ length: 100 }, () => randomBytes(32).toString('base64')),
      ...['correct horse battery staple ate my lunch', `marquee-secret-${strong}${strong}`],
    ];
    expect(made.map((each) => readConfig([], { MARQUEE_SECRET: each }).secret)).toEqual(made);
  });

  it('give operators a port of their own where one is named', () => {
    const read = (environment: Readonly<Record<string, string>>) => readConfig([], environment).ops;
    expect(read({ OPS_PORT: '9464' })).toEqual({ host: '127.0.0.1', port: 9_464 });
    expect(read({ OPS_PORT: '9464', HOST: '0.0.0.0' })).toEqual({ host: '0.0.0.0', port: 9_464 });
    expect(read({ OPS_PORT: '9464', HOST: '0.0.0.0', OPS_HOST: '10.0.0.1' })).toEqual({
      host: '10.0.0.1',
      port: 9_464,
    });
    expect(read({ OPS_PORT: '0', PORT: '0' })).toEqual({ host: '127.0.0.1', port: 0 });
    expect(refusalOf([], { OPS_PORT: '4000', PORT: '4000' })).toBe('OPS_PORT: must be another than PORT');
    expect(refusalOf([], { OPS_HOST: '10.0.0.1' })).toBe('OPS_PORT: must be set when OPS_HOST is');
  });

  it('name the roles, all of them when none is said', () => {
    expect(readConfig([], {}).roles).toEqual(['api', 'projections', 'processes']);
    expect(readConfig(['projections'], {}).roles).toEqual(['projections']);
  });

  it.each([
    ['PORT', { PORT: 'abc' }, []],
    ['PORT', { PORT: '70000' }, []],
    ['PORT', { PORT: '-1' }, []],
    ['PORT', {}, ['--port', 'x']],
    ['--port', {}, ['--port']],
    ['--color', {}, ['--color']],
    ['EVENT_LOG', { DATABASE_URL: 'postgres://127.0.0.1/x' }, []],
    ['EVENT_LOG', { EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false' }, []],
    ['EVENT_LOG', { EVENT_LOG: 'kafka' }, []],
    ['DATABASE_URL', { EVENT_LOG: 'postgres', DATABASE_URL: 'mysql://127.0.0.1/x' }, []],
    ['EVENTSTORE_URL', { EVENT_LOG: 'eventstoredb', DATABASE_URL: 'postgres://127.0.0.1/x' }, []],
    ['EVENTSTORE_URL', { EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: 'http://127.0.0.1' }, []],
    ['MARQUEE_SECRET', { MARQUEE_SECRET: 'short' }, []],
    ['DEMO_CATALOG', { DEMO_CATALOG: 'maybe' }, []],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }, []],
    ['TRUST_PROXY', { TRUST_PROXY: 'on' }, []],
    ['TRUST_PROXY', { TRUST_PROXY: '17' }, []],
    ['TRUST_PROXY', { TRUST_PROXY: '10.0.0.0/33' }, []],
    ['TRUST_PROXY', { TRUST_PROXY: '10.0.0.0/8,proxy.example.org' }, []],
    ['LIMIT_LOOPBACK', { LIMIT_LOOPBACK: 'maybe' }, []],
    ['usher', {}, ['usher']],
  ])('refuse a bad one by its name: %s %j %j', (name, environment, args) => {
    const said = refusalOf(args, environment);
    expect(said).toContain(name);
    expect(said).not.toContain('\n');
  });

  it.each([
    [{ PORT: 'abc' }, 'PORT: must be a whole number from 0 to 65535'],
    [{ PORT: '70000' }, 'PORT: must be a whole number from 0 to 65535'],
    [{ EVENT_LOG: 'kafka' }, 'EVENT_LOG: must be postgres or eventstoredb'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL: must be fatal, error, warn, info, debug, trace or silent'],
    [{ MARQUEE_SECRET: 'short' }, 'MARQUEE_SECRET: must have 32 characters or more'],
    [
      { DATABASE_URL: 'mysql://h/x' },
      'DATABASE_URL: must be a URL such as postgres://user:password@host:5432/name',
    ],
    [{ OPS_PORT: 'x' }, 'OPS_PORT: must be a whole number from 0 to 65535'],
    [{ SMTP_TLS: 'maybe' }, 'SMTP_TLS: must be required or off'],
    [{ MAIL_FROM: 'box office' }, 'MAIL_FROM: must have an address such as Marquee <tickets@example.org>'],
    [{ OIDC_ISSUERS: '{}' }, 'OIDC_ISSUERS: must be a JSON array of issuers'],
    [{ OIDC_ISSUERS: '[{"issuer":"x","audience":"a","roles":{}}]' }, 'OIDC_ISSUERS.0.issuer: must be a URL'],
    [{ ALLOW_SIMULATED_PAYMENTS: 'yes' }, 'ALLOW_SIMULATED_PAYMENTS: must be on or off'],
    [
      { STRIPE_API_KEY: 'sk_test_1', STRIPE_API_BASE: 'http://h/v1' },
      'STRIPE_API_BASE: must be a URL without a path',
    ],
    [{ CORS_ORIGINS: 'example.org' }, 'CORS_ORIGINS.0: must be an origin such as https://example.org'],
    [{ REDIS_URL: 'h' }, 'REDIS_URL: must be a URL such as redis://host:6379'],
    [{ ELASTICSEARCH_URL: 'h' }, 'ELASTICSEARCH_URL: must be a URL such as http://host:9200'],
  ])('say what to write instead of %j', (environment, said) => {
    expect(refusalOf([], environment)).toBe(said);
  });
});

describe('the payment gateway and mail', () => {
  it('are simulated and silent unless they are named', () => {
    expect(readConfig([], {})).toStrictEqual(defaults);
    const stripe = {
      STRIPE_API_KEY: 'sk_test_1234',
      STRIPE_WEBHOOK_SECRET: 'whsec_1234',
      STRIPE_PUBLISHABLE_KEY: 'pk_test_1234567890',
    };
    const mail = { SMTP_URL: 'smtp://mail.example:587', MAIL_FROM: 'Marquee <tickets@example.org>' };
    expect(readConfig([], { ...stripe, ...mail })).toStrictEqual({
      ...defaults,
      payments: {
        gateway: 'stripe',
        apiKey: 'sk_test_1234',
        apiBase: undefined,
        webhookSecret: 'whsec_1234',
        publishableKey: 'pk_test_1234567890',
      },
      mail: { smtpUrl: mail.SMTP_URL, from: mail.MAIL_FROM, tls: true },
    });
  });
  it('are not named by halves', () => {
    expect(refusalOf([], { STRIPE_WEBHOOK_SECRET: 'whsec_1234' })).toContain('STRIPE_API_KEY');
    expect(refusalOf([], { STRIPE_API_BASE: 'http://127.0.0.1:1' })).toContain('STRIPE_API_KEY');
    expect(refusalOf([], { STRIPE_PUBLISHABLE_KEY: 'pk_test_1234567890' })).toContain('STRIPE_API_KEY');
    const swapped = { STRIPE_API_KEY: 'sk_test_1234', STRIPE_PUBLISHABLE_KEY: 'sk_test_1234567890' };
    expect(refusalOf([], swapped)).toContain('STRIPE_PUBLISHABLE_KEY: must be a publishable key');
    expect(refusalOf([], { SMTP_URL: 'smtp://mail.example' })).toContain('MAIL_FROM');
    expect(refusalOf([], { SMTP_URL: 'http://mail.example', MAIL_FROM: 'a@b.example' })).toContain(
      'SMTP_URL',
    );
  });
  it('give no seat away in production unless the settings say so', () => {
    const start = (environment: Readonly<Record<string, string>>) => () =>
      demandPayments(readConfig([], environment));
    const production = { NODE_ENV: 'production' };
    expect(start(production)).toThrow(
      new ConfigRefused(
        'STRIPE_API_KEY: must be set with NODE_ENV=production, or every seat is free; ALLOW_SIMULATED_PAYMENTS=on starts a demo all the same',
      ),
    );
    expect(start({ ...production, ALLOW_SIMULATED_PAYMENTS: 'off' })).toThrow(ConfigRefused);
    expect(start({ ...production, ALLOW_SIMULATED_PAYMENTS: 'on' })).not.toThrow();
    expect(start({ ...production, STRIPE_API_KEY: 'sk_live_1234' })).not.toThrow();
    expect(start({ ...production, READ_ONLY: 'on' })).not.toThrow();
    expect(start({})).not.toThrow();
  });
  it('and engines without an adapter are not silently left out', () => {
    expect(refusalOf([], { REDIS_URL: 'redis://x' })).toContain('REDIS_URL');
    const named = { EVENT_LOG: 'postgres', DATABASE_URL: 'postgres://127.0.0.1/x' };
    expect(readConfig([], { ...named, REDIS_URL: 'rediss://x:6380/1' }).redisUrl).toBe('rediss://x:6380/1');
    expect(refusalOf([], { ...named, REDIS_URL: 'http://x' })).toContain('REDIS_URL');
  });
});
