import pino from 'pino';
import { compose, type Marquee } from './compose.ts';
import { type Config, readConfig } from './config.ts';
import { explainFailure } from './explainFailure.ts';
import { greeting } from './greeting.ts';
import { logLines } from './logLines.ts';

/** A process that has not drained by then exits. */
const drainMs = 20_000;
const fail = (error: unknown, config?: Config): void => {
  process.stderr.write(`marquee: ${explainFailure(error, config)}\n`);
  process.exitCode = 1;
};

const run = async (config: Config): Promise<void> => {
  const logger = pino({ level: config.logLevel }, logLines());
  let marquee: Marquee | undefined;
  let stopping = false;

  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    const overdue = setTimeout(() => {
      process.stderr.write('marquee: still busy after 20 s, ending anyway\n');
      process.exit(1);
    }, drainMs);
    await marquee?.stop().catch((error: unknown) => fail(error, config));
    clearTimeout(overdue);
  };
  const fatal = (error: unknown): void => {
    if (stopping) return;
    fail(error, config);
    void starting.then(stop, () => undefined);
  };

  const starting = compose(config, logger, fatal);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void starting.then(stop, () => undefined));
  }
  marquee = await starting;
  const opened = await marquee.filled.then(
    () => true,
    // Logged as fatal already.
    () => false,
  );
  if (!opened || stopping) return;
  const said = await greeting(marquee);
  if (!stopping) process.stdout.write(said);
};

let config: Config | undefined;
try {
  config = readConfig();
  await run(config);
} catch (error) {
  fail(error, config);
}
