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
const clusterText = read('docker-compose.cluster.yml');

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
const variablesIn = (text: string) =>
  [...text.matchAll(/(?<!\$)\$\{([A-Z_]+)(?::([?-])([^}]*))?\}/g)].map(
    ([, name = '', how = '', rest = '']) => ({ name, how, rest }),
  );
const variables = variablesIn(composeText);

const filledIn = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\$\{([A-Z_]+):([?-])([^}]*)\}/g, (_, name: string, how: string, rest: string) => {
    const value = values[name] ?? '';
    return value === '' && how === '-' ? rest : value;
  });

describe('docker-compose.yml', () => {
  it('takes every variable from .env.example, and that names no others but those of the cluster', () => {
    const [single, cluster] = [composeText, clusterText].map((text) => variablesIn(text));
    const names = [...new Set(single?.map(({ name }) => name))];
    expect([...names, 'EVENTSTORE_PASSWORD', 'SECOND_OPS_PORT'].toSorted()).toEqual(
      Object.keys(example).toSorted(),
    );
    expect([...new Set(cluster?.map(({ name }) => name))].toSorted()).toEqual([
      'EVENTSTORE_PASSWORD',
      'OPS_PORT',
      'PORT',
      'SECOND_OPS_PORT',
    ]);
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
        payments: {
          gateway: 'stripe',
          apiKey: 'sk_test_123',
          apiBase: undefined,
          webhookSecret: 'whsec_123',
        },
        mail: { smtpUrl: 'smtp://mail.example.org:587', from: 'Marquee <tickets@example.org>', tls: true },
      },
    ],
  ])('gives the program settings that it takes, %s', (_name, more, settings) => {
    const values = {
      ...example,
      POSTGRES_PASSWORD: 'one',
      REDIS_PASSWORD: 'two',
      ELASTIC_PASSWORD: 'three',
      MARQUEE_SECRET: '6f1d0c8b42e97a53d0b7e41f9c2a8635',
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
      ...{ limitLoopback: true, allowSimulatedPayments: true, ops: { host: '127.0.0.1', port: 3_001 } },
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

describe('docker-compose.cluster.yml', () => {
  const reset = { tag: '!reset', collection: 'seq', resolve: () => 'reset' } as const;
  const named = z.object({ condition: z.string() });
  const over = z
    .object({
      services: z.record(
        z.string(),
        z.object({
          image: z.string().optional(),
          extends: z.object({ file: z.string(), service: z.string() }).optional(),
          environment: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
          volumes: z.array(z.string()),
          networks: z.array(z.string()).optional(),
          ports: z.union([z.literal('reset'), z.array(z.string())]).default([]),
          depends_on: z.record(z.string(), named).default({}),
          healthcheck: z.object({ test: z.array(z.string()) }).optional(),
          command: z.array(z.string()).default([]),
        }),
      ),
      volumes: z.record(z.string(), z.null()),
    })
    .parse(parse(clusterText, { merge: true, customTags: [reset] }));
  const { certificates, balancer, ...others } = over.services;
  const nodes = Object.entries(others).filter(([name]) => name.startsWith('eventstoredb'));
  const programs = Object.entries(others).filter(([name]) => name.startsWith('marquee'));
  const nodeNames = nodes.map(([name]) => name);

  it('has three nodes of the image of the single one, each with TLS, a user, and the other two to ask', () => {
    expect(nodeNames).toEqual(['eventstoredb', 'eventstoredb-2', 'eventstoredb-3']);
    for (const [name, { image, environment, healthcheck, networks, ports, depends_on }] of nodes) {
      expect(image).toBe(engines.eventstoredb?.image);
      const settings = Object.entries(environment).map(
        ([key, value]) => [key, filledIn(String(value), { EVENTSTORE_PASSWORD: 'four' })] as const,
      );
      expect(Object.fromEntries(settings)).toEqual({
        EVENTSTORE_CLUSTER_SIZE: '3',
        EVENTSTORE_RUN_PROJECTIONS: 'None',
        EVENTSTORE_INSECURE: 'false',
        EVENTSTORE_DISCOVER_VIA_DNS: 'false',
        EVENTSTORE_CERTIFICATE_FILE: '/certificates/node/node.crt',
        EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE: '/certificates/node/node.key',
        EVENTSTORE_TRUSTED_ROOT_CERTIFICATES_PATH: '/certificates/authority',
        EVENTSTORE_DEFAULT_ADMIN_PASSWORD: 'four',
        EVENTSTORE_DEFAULT_OPS_PASSWORD: 'four',
        EVENTSTORE_NODE_HOST_ADVERTISE_AS: name,
        EVENTSTORE_REPLICATION_HOST_ADVERTISE_AS: name,
        EVENTSTORE_GOSSIP_SEED: nodeNames
          .filter((each) => each !== name)
          .map((each) => `${each}:2113`)
          .join(','),
      });
      // What the single node's environment has must not show through.
      expect(Object.keys(environment)).toEqual(
        expect.arrayContaining(Object.keys(engines.eventstoredb?.environment ?? {})),
      );
      expect(healthcheck?.test.join(' ')).toContain(
        '--cacert /certificates/authority/ca.crt https://localhost:2113',
      );
      expect([networks, ports]).toEqual([['engines'], []]);
      expect(depends_on).toEqual({ certificates: { condition: 'service_completed_successfully' } });
    }
  });

  it('gives each node its own certificate and data, and the key of the authority to none', () => {
    const volumesOf = (service: { readonly volumes: readonly string[] } | undefined) =>
      Object.fromEntries((service?.volumes ?? []).map((volume) => volume.split(':').slice(0, 2)));
    for (const [index, [name, node]] of nodes.entries()) {
      const number = index + 1;
      expect(volumesOf(node)).toEqual({
        [`eventstoredb-${number}-data`]: '/var/lib/eventstore',
        [`eventstoredb-${number}-logs`]: '/var/log/eventstore',
        [`eventstoredb-${number}-certificate`]: '/certificates/node',
        authority: '/certificates/authority',
      });
      expect(volumesOf(certificates)[`eventstoredb-${number}-certificate`]).toBe(`/nodes/${name}`);
    }
    for (const [, program] of programs) expect(volumesOf(program)).toEqual({ authority: '/authority' });
    const made = certificates?.command.join('\n') ?? '';
    expect(made).toContain(`for node in ${nodeNames.join(' ')}; do`);
    const { 'authority-key': key, authority } = volumesOf(certificates);
    expect([key, authority]).toEqual(['/key', '/authority']);
    expect(certificates?.image).toMatch(/^eventstore\/es-gencert-cli:\d+\.\d+\.\d+$/);
    const used = Object.values(over.services).flatMap(({ volumes }) =>
      volumes.map((volume) => volume.split(':')[0] ?? '').filter((volume) => !volume.startsWith('.')),
    );
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(over.volumes).toSorted());
  });

  it('gives both programs settings that they take, and the outside only the balancer before them', () => {
    expect(programs.map(([name]) => name)).toEqual(['marquee', 'marquee-2']);
    const values = {
      ...example,
      EVENTSTORE_PASSWORD: 'four',
      MARQUEE_SECRET: '6f1d0c8b42e97a53d0b7e41f9c2a8635',
    };
    for (const [name, program] of programs) {
      if (name !== 'marquee') {
        expect(program.extends).toEqual({ file: 'docker-compose.yml', service: 'marquee' });
      }
      const merged = { ...marquee?.environment, ...program.environment };
      const given = Object.entries(merged).map(
        ([key, value]) => [key, filledIn(String(value), values)] as const,
      );
      const config = readConfig([], Object.fromEntries(given));
      expect([config.eventstoreUrl, config.trustedProxies]).toEqual([
        `esdb://admin:four@${nodeNames.map((node) => `${node}:2113`).join(',')}?tls=true&tlsCAFile=/authority/ca.crt`,
        { hops: 1 },
      ]);
      expect([program.ports, Object.keys(program.depends_on)]).toEqual(['reset', nodeNames]);
    }
    const [ofApi = '', ofOperators = ''] = marquee?.ports ?? [];
    expect(balancer?.ports).toEqual([
      ofApi.replace(/3000$/, '8080'),
      ofOperators,
      ofOperators.replace('OPS_PORT', 'SECOND_OPS_PORT').replaceAll('3001', '3002'),
    ]);
    const balancing = read('deploy/haproxy.cfg');
    const leadingTo = (section: string) =>
      (balancing.split(/^(?=\w)/m).find((each) => each.startsWith(section)) ?? '').matchAll(
        /^ {2}(?:bind|server \S+) (\S+)/gm,
      );
    const addressesOf = (section: string) => [...leadingTo(section)].map(([, address]) => address);
    expect(addressesOf('backend programs')).toEqual(programs.map(([name]) => `${name}:3000`));
    expect(addressesOf('listen ops\n')).toEqual([':3001', 'marquee:3001']);
    expect(addressesOf('listen ops-2\n')).toEqual([':3002', 'marquee-2:3001']);
    expect(balancing).toContain('http-request set-header X-Forwarded-For %[src]');
    expect(balancing).toContain('bind :8080');
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
  const own = z
    .object({ dependencies: z.object({ node: z.string() }), scripts: z.object({ start: z.string() }) })
    .parse(JSON.parse(read('package.json')));

  it('starts the program as npm does', () => {
    const words = own.scripts.start.split(' ').map((word) => `"${word}"`);
    expect(lines).toContain(`ENTRYPOINT [${words.join(', ')}]`);
  });

  it('runs the program as an ordinary user on the runtime that npm would bring', () => {
    const version = own.dependencies.node;
    const images = lines.filter((line) => line.startsWith('FROM '));
    expect(images).toHaveLength(3);
    for (const image of images) expect(image).toContain(`node:${version.replace('^', '')}-`);
    expect(lines.indexOf('USER node')).toBeGreaterThan(0);
    expect(lines.indexOf('USER node')).toBeLessThan(lines.findIndex((line) => line.startsWith('ENTRYPOINT')));
  });
});
