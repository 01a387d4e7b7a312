/**
 * docker-compose.yml, .env.example, the Dockerfile and the settings of the program say the same: what one of them names
 * the others know. Whether the images start is for a machine with containers to see.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../src/config.ts';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

const serviceSchema = z.object({
  image: z.string().optional(),
  build: z.string().optional(),
  environment: z.record(z.string(), z.union([z.string(), z.number()])),
  volumes: z.array(z.string()),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.literal('service_healthy') })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  read_only: z.boolean().default(false),
});
const compose = z
  .object({
    services: z.record(z.string(), serviceSchema),
    networks: z.record(z.string(), z.object({ internal: z.literal(true) })),
    volumes: z.record(z.string(), z.null()),
  })
  .parse(parse(read('docker-compose.yml')));
const { marquee, ...engines } = compose.services;
const composeText = read('docker-compose.yml');

/** `NAME=default` of every line that is no comment. */
const example = Object.fromEntries(
  read('.env.example')
    .split('\n')
    .flatMap((line) => {
      const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value ?? '']];
    }),
);

/** `${NAME:?message}` and `${NAME:-default}`, which is all that the file may use; `$$` is a plain dollar. */
const variables = [...composeText.matchAll(/(?<!\$)\$\{([A-Z_]+)(?::([?-])([^}]*))?\}/g)].map(
  ([, name = '', how = '', rest = '']) => ({ name, how, rest }),
);

const filledIn = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\$\{([A-Z_]+):([?-])([^}]*)\}/g, (_, name: string, how: string, rest: string) => {
    const value = values[name] ?? '';
    return value === '' && how === '-' ? rest : value;
  });

describe('docker-compose.yml', () => {
  it('takes every variable from .env.example, and that names no other', () => {
    expect([...new Set(variables.map(({ name }) => name))].toSorted()).toEqual(
      Object.keys(example).toSorted(),
    );
  });

  it('has no secret of its own: each is demanded, and none stands in the example', () => {
    const secrets = variables.filter(({ name }) => /PASSWORD|MARQUEE_SECRET/.test(name));
    expect(new Set(secrets.map(({ name }) => name)).size).toBe(4);
    expect(secrets.filter(({ how }) => how !== '?')).toEqual([]);
    for (const { name } of secrets) expect(example[name]).toBe('');
  });

  it.each([
    ['with nothing but the secrets', {}, {}],
    [
      'with payments and mail',
      {
        STRIPE_API_KEY: 'sk_test_123',
        STRIPE_WEBHOOK_SECRET: 'whsec_123',
        SMTP_URL: 'smtp://mail.example.org:587',
        MAIL_FROM: 'Marquee <tickets@example.org>',
      },
      {
        stripe: { apiKey: 'sk_test_123', apiBase: undefined, webhookSecret: 'whsec_123' },
        mail: { smtpUrl: 'smtp://mail.example.org:587', from: 'Marquee <tickets@example.org>' },
      },
    ],
  ])('gives the program settings that it takes, %s', (_name, more, settings) => {
    const values = {
      ...example,
      POSTGRES_PASSWORD: 'one',
      REDIS_PASSWORD: 'two',
      ELASTIC_PASSWORD: 'three',
      MARQUEE_SECRET: 'a'.repeat(64),
      ...more,
    };
    const given = Object.entries(marquee?.environment ?? {}).map(
      ([name, value]) => [name, filledIn(String(value), values)] as const,
    );
    const config = readConfig([], Object.fromEntries(given));
    expect(config).toEqual({
      ...readConfig([], {}),
      secret: values.MARQUEE_SECRET,
      eventLog: 'eventstoredb',
      eventstoreUrl: 'esdb://eventstoredb:2113?tls=false',
      databaseUrl: 'postgres://marquee:one@postgres:5432/marquee',
      redisUrl: 'redis://:two@redis:6379',
      elasticsearchUrl: 'http://elastic:three@elasticsearch:9200',
      ...settings,
    });
    const hosts = [config.eventstoreUrl, config.databaseUrl, config.redisUrl, config.elasticsearchUrl].map(
      (url) => new URL(url ?? '').hostname,
    );
    expect(hosts.toSorted()).toEqual(Object.keys(engines).toSorted());
  });

  it('pins every engine, looks after its health and keeps its data in a volume that exists', () => {
    expect(Object.keys(engines)).toHaveLength(4);
    for (const [name, engine] of Object.entries(engines)) {
      expect(engine.image, name).toMatch(/:\d+\.\d+(\.\d+)?(-[a-z-]+)?$/);
      expect(engine.healthcheck?.test.length, name).toBeGreaterThan(1);
      expect(engine.volumes.length, name).toBeGreaterThan(0);
    }
    const used = Object.values(compose.services).flatMap(({ volumes }) =>
      volumes.map((volume) => volume.split(':')[0] ?? ''),
    );
    expect(used.toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
  });

  it('shows nothing to the outside but the API on loopback, which waits for every engine', () => {
    for (const engine of Object.values(engines)) {
      expect([engine.ports, engine.networks]).toEqual([[], ['engines']]);
    }
    expect(marquee?.ports.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
    expect(Object.keys(marquee?.depends_on ?? {}).toSorted()).toEqual(Object.keys(engines).toSorted());
    expect(marquee?.read_only).toBe(true);
  });
});

describe('public CI', () => {
  it('tests on the images that docker-compose.yml names', () => {
    const service = z.object({ image: z.string() });
    const job = z.object({ services: z.record(z.string(), service).default({}) });
    const { jobs } = z
      .object({ jobs: z.record(z.string(), job) })
      .parse(parse(read('.github/workflows/ci.yml')));
    const tested = Object.values(jobs).flatMap(({ services }) => Object.entries(services));
    expect(Object.fromEntries(tested.map(([name, { image }]) => [name, image]))).toEqual(
      Object.fromEntries(Object.entries(engines).map(([name, { image }]) => [name, image])),
    );
  });
});

describe('the Dockerfile', () => {
  const lines = read('Dockerfile').split('\n');

  it('runs the program as an ordinary user on the runtime that npm would bring', () => {
    const version = z
      .object({ dependencies: z.object({ node: z.string() }) })
      .parse(JSON.parse(read('package.json'))).dependencies.node;
    const images = lines.filter((line) => line.startsWith('FROM '));
    expect(images).toHaveLength(2);
    for (const image of images) expect(image).toContain(`node:${version.replace('^', '')}-`);
    expect(lines.indexOf('USER node')).toBeGreaterThan(0);
    expect(lines.indexOf('USER node')).toBeLessThan(lines.findIndex((line) => line.startsWith('ENTRYPOINT')));
  });
});
