/** Questions to golang.org/x/mod/sumdb, built once for a test file. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { z } from 'zod';

const goPath = process.env.GOPATH_MOD ?? '/usr/share/gocode';
const source = path.join(import.meta.dirname, 'verify.go');
const buildMs = 110_000;

export const findGo = (): string => {
  if (!existsSync(path.join(goPath, 'src/golang.org/x/mod/sumdb/tlog')))
    throw new Error('no golang.org/x/mod');
  return execFileSync('go', ['version']).toString().trim();
};

/** A run that requires it has been refused before any test. */
export const goIsHere = (): boolean => {
  try {
    return findGo() !== '';
  } catch {
    return false;
  }
};

const answerSchema = z.strictObject({
  ok: z.boolean(),
  error: z.string().optional(),
  root: z.string().optional(),
  text: z.string().optional(),
});
export type Answer = z.output<typeof answerSchema>;

export interface SecondOpinion {
  /** `op` is root, note, inclusion, consistency or tiles; see verify.go. */
  ask(question: Readonly<Record<string, unknown>> & { readonly op: string }): Promise<Answer>;
  close(): Promise<void>;
}

const build = async (folder: string): Promise<string> => {
  const program = path.join(folder, 'verify');
  const env = {
    ...process.env,
    GO111MODULE: 'off',
    GOPATH: goPath,
    GOCACHE: path.join(os.tmpdir(), 'marquee-go-cache'),
    GOFLAGS: '',
  };
  await promisify(execFile)('go', ['build', '-o', program, source], { env, timeout: buildMs });
  return program;
};

export const openSecondOpinion = async (): Promise<SecondOpinion> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-second-'));
  const child: ChildProcess = spawn(await build(folder), { stdio: ['pipe', 'pipe', 'inherit'] });
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('the second program has no pipes');
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: stdout }).on('line', (line) => waiting.shift()?.(line));
  return {
    ask: async (question) => {
      const line = new Promise<string>((resolve) => waiting.push(resolve));
      stdin.write(`${JSON.stringify(question)}\n`);
      return answerSchema.parse(JSON.parse(await line));
    },
    close: async () => {
      stdin.end();
      await new Promise((resolve) => child.once('exit', resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
};
