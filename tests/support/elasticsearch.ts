/**
 * A real Elasticsearch for one test file: the one that ELASTICSEARCH_URL names, or a server of its own from the
 * archive that Maven keeps, run by an ordinary user because it refuses root.
 */
import { execFile, spawn } from 'node:child_process';
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
const upMs = 2_000;

export interface TestElasticsearch {
  readonly url: string;
  stop(): Promise<void>;
}

/** A server that a test may do anything to. */
export interface OwnElasticsearch extends TestElasticsearch {
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, at the same address, with what it had or with nothing. */
  start(data: 'kept' | 'empty'): Promise<void>;
  /** Stops answering while connections stay open. */
  pause(): void;
  resume(): void;
}

const isThere = async (file: string): Promise<boolean> =>
  await access(file).then(
    () => true,
    () => false,
  );

/** Throws when there is no archive, no Java or no way to take the archive apart. */
const findArchive = async (): Promise<string> => {
  await Promise.all([run('unzip', ['-v'], { timeout: startMs }), javaHome()]);
  if (!(await isThere(archive))) {
    await run('mvn', ['-q', '-B', 'dependency:get', `-Dartifact=${artifact}`, '-Dtransitive=false'], {
      timeout: fetchMs,
    });
  }
  return `${version} from Maven`;
};

const isUp = async (url: string): Promise<void> => {
  const health = await fetch(new URL('_cluster/health', url), { signal: AbortSignal.timeout(upMs) });
  if (!health.ok) throw new Error(`answers ${health.status}`);
};

/** What there is, in a few words: the server that is named, else the archive, which is fetched. Throws otherwise. */
export const findElasticsearch = async (): Promise<string> => {
  const given = process.env.ELASTICSEARCH_URL;
  if (!given) return await findArchive();
  await isUp(given);
  return `a server at ${new URL(given).host}`;
};

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );

/** As the report at the start of the run says, which also fails a run that requires it in vain. */
export const elasticsearchIsHere = (): Promise<boolean> => succeeds(findElasticsearch());

/** For tests that kill it: one of somebody else's does not do. A run that requires Elasticsearch requires this too. */
export const ownElasticsearchIsHere = async (): Promise<boolean> => {
  const isHere = await succeeds(findArchive());
  const isRequired = (process.env.REQUIRE_ENGINES ?? '').split(/[ ,]+/).includes('elasticsearch');
  if (!isHere && isRequired) throw new Error('Elasticsearch is required, and no archive of it can be had');
  return isHere;
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

const settingsOf = async (port: number): Promise<string> =>
  [
    '',
    'discovery.type: single-node',
    'network.host: 127.0.0.1',
    `http.port: ${port}`,
    `transport.port: ${await freePort()}`,
    'xpack.security.enabled: false',
    'cluster.routing.allocation.disk.threshold_enabled: false',
    '',
  ].join('\n');

/** A running server in a process group of its own: the launcher's server goes with it. */
const launch = async (home: string, scratch: string) => {
  const env = {
    PATH: process.env.PATH,
    HOME: scratch,
    ES_TMPDIR: scratch,
    ES_JAVA_HOME: await javaHome(),
    // A server that lives for a minute never earns back the work of the second compiler.
    ES_JAVA_OPTS: '-Xms256m -Xmx256m -XX:TieredStopAtLevel=1',
  };
  const user = await asOrdinaryUser(path.dirname(home));
  const [command = '', ...args] = [...user, path.join(home, 'bin/elasticsearch')];
  const child = spawn(command, args, { env, cwd: home, detached: true, stdio: 'ignore' });
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const signal = (name: NodeJS.Signals): void => {
    if (child.pid !== undefined && !isOver()) process.kill(-child.pid, name);
  };
  const kill = async (): Promise<void> => {
    const gone = isOver() ? undefined : once(child, 'exit');
    signal('SIGKILL');
    await gone;
  };
  return { signal, kill };
};

export const startOwnElasticsearch = async (): Promise<OwnElasticsearch> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-elasticsearch-'));
  await run('unzip', ['-q', archive, '-d', folder], { timeout: startMs });
  const [name = ''] = await readdir(folder);
  const home = path.join(folder, name);
  // The server refuses to start when its settings lie below a folder that it may write to.
  const scratch = path.join(folder, 'scratch');
  await mkdir(scratch);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await appendFile(path.join(home, 'config/elasticsearch.yml'), await settingsOf(port));

  let server: Awaited<ReturnType<typeof launch>> | undefined;
  const kill = async (): Promise<void> => {
    await server?.kill();
    server = undefined;
  };
  const start = async (data: 'kept' | 'empty'): Promise<void> => {
    if (data === 'empty') await rm(path.join(home, 'data'), { recursive: true, force: true, maxRetries: 5 });
    server = await launch(home, scratch);
    await eventually(() => isUp(url), startMs);
  };
  const stop = async (): Promise<void> => {
    await kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  // A test run that is itself cut off leaves nothing running, as far as it still can.
  process.once('exit', () => server?.signal('SIGKILL'));
  try {
    await start('kept');
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    kill,
    start,
    pause: () => server?.signal('SIGSTOP'),
    resume: () => server?.signal('SIGCONT'),
    stop,
  };
};

/** The server that ELASTICSEARCH_URL names, or one of its own. */
export const startTestElasticsearch = async (): Promise<TestElasticsearch> => {
  const given = process.env.ELASTICSEARCH_URL;
  return given ? { url: given, stop: async () => undefined } : await startOwnElasticsearch();
};
