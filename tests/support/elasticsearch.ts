/**
 * A real Elasticsearch for one test file: the one that ELASTICSEARCH_URL names, or a server of its own from the
 * archive that Maven keeps, run by an ordinary user because it refuses root.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, appendFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { eventually } from './eventually.ts';
import { freePort } from './freePort.ts';

const run = promisify(execFile);
const version = '8.19.21';
const artifact = `org.elasticsearch.distribution.integ-test-zip:elasticsearch:${version}:zip`;
const archive = path.join(
  os.homedir(),
  '.m2/repository/org/elasticsearch/distribution/integ-test-zip/elasticsearch',
  version,
  `elasticsearch-${version}.zip`,
);
const fetchMs = 180_000;
const startMs = 90_000;

export interface TestElasticsearch {
  readonly url: string;
  /** Stops answering while connections stay open; only for a server of its own. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

const isThere = async (file: string): Promise<boolean> =>
  await access(file).then(
    () => true,
    () => false,
  );

/** Whether a server can be had; says loudly why not, and fails where the run demands one. */
export const elasticsearchIsHere = async (): Promise<boolean> => {
  if (process.env.ELASTICSEARCH_URL) return true;
  try {
    if (!(await isThere(archive))) {
      await run('mvn', ['-q', '-B', 'dependency:get', `-Dartifact=${artifact}`, '-Dtransitive=false'], {
        timeout: fetchMs,
      });
    }
    await run('unzip', ['-v'], { timeout: startMs });
    return true;
  } catch (error) {
    const required = (process.env.REQUIRE_ENGINES ?? '').split(',').map((name) => name.trim());
    if (required.includes('elasticsearch')) {
      throw new Error('REQUIRE_ENGINES wants elasticsearch, which cannot be had', { cause: error });
    }
    process.stdout.write(`LEFT OUT: no Elasticsearch here (${String(error).slice(0, 200)})\n`);
    return false;
  }
};

const isUp = async (url: string): Promise<void> => {
  const health = await fetch(`${url}/_cluster/health`, { signal: AbortSignal.timeout(2_000) });
  if (!health.ok) throw new Error(`answers ${health.status}`);
};

/** As root the server is given to nobody, with its folder. */
const asOrdinaryUser = async (folder: string): Promise<readonly string[]> => {
  if (process.getuid?.() !== 0) return [];
  await run('chown', ['-R', 'nobody', folder]);
  return ['setpriv', '--reuid=nobody', '--clear-groups', '--'];
};

/** A Java that the server takes: JAVA_HOME, else the one whose `java` is found first. */
const javaHome = async (): Promise<string> => {
  if (process.env.JAVA_HOME) return process.env.JAVA_HOME;
  const { stdout } = await run('readlink', ['-f', (await run('which', ['java'])).stdout.trim()]);
  return path.dirname(path.dirname(stdout.trim()));
};

export const startTestElasticsearch = async (): Promise<TestElasticsearch> => {
  const given = process.env.ELASTICSEARCH_URL;
  const notOurs = (): void => {
    throw new Error('a server that somebody else runs cannot be paused');
  };
  if (given) return { url: given, pause: notOurs, resume: notOurs, stop: async () => undefined };

  const folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-elasticsearch-'));
  await run('unzip', ['-q', archive, '-d', folder], { timeout: startMs });
  const [name = ''] = await readdir(folder);
  const home = path.join(folder, name);
  // The server refuses to start when its settings lie below a folder that it may write to.
  const scratch = path.join(folder, 'scratch');
  await mkdir(scratch);
  const port = await freePort();
  const settings = [
    'discovery.type: single-node',
    'network.host: 127.0.0.1',
    `http.port: ${port}`,
    `transport.port: ${await freePort()}`,
    'xpack.security.enabled: false',
    'cluster.routing.allocation.disk.threshold_enabled: false',
  ];
  await appendFile(path.join(home, 'config/elasticsearch.yml'), `\n${settings.join('\n')}\n`);
  const env = {
    PATH: process.env.PATH,
    HOME: scratch,
    ES_TMPDIR: scratch,
    ES_JAVA_HOME: await javaHome(),
    ES_JAVA_OPTS: '-Xms256m -Xmx256m',
  };
  const [command = '', ...args] = [...(await asOrdinaryUser(folder)), path.join(home, 'bin/elasticsearch')];
  // A group of its own: the launcher's server goes with it.
  const child: ChildProcess = spawn(command, args, { env, cwd: home, detached: true, stdio: 'ignore' });
  const signal = (name: NodeJS.Signals): void => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid, name);
  };
  const stop = async (): Promise<void> => {
    const gone = child.exitCode !== null || child.signalCode !== null ? undefined : once(child, 'exit');
    signal('SIGKILL');
    await gone;
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await eventually(() => isUp(url), startMs);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pause: () => signal('SIGSTOP'), resume: () => signal('SIGCONT'), stop };
};
