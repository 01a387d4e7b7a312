/** The rebuild command beside the running program, and where models stand in its database. */
import { sqlOn } from '../../support/postgres.ts';
import { type RunningCommand, startCommand } from './command.ts';

/** The schema of a model, whatever version of it this program has. */
export const schemaOfModel = async (databaseUrl: string, model: string): Promise<string> => {
  const rows = await sqlOn(databaseUrl, 'SELECT nspname FROM pg_namespace WHERE nspname ~ $1', [
    `^${model}_v[0-9]+$`,
  ]);
  const [only] = rows;
  if (only === undefined || rows.length > 1) throw new Error(`${model} has ${rows.length} schemas`);
  return String(only.nspname);
};

export const startRebuild = (
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): RunningCommand => startCommand('rebuild', args, env);
