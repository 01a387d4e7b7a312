import { type Command, CommanderError } from 'commander';

/** `no`: an answer such as "different"; `failed`: no answer. */
export const exitCodes = { no: 1, failed: 2 } as const;

/** The reader of a pipe has enough. */
const endsQuietly = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
};

export const runCommand = async (command: Command): Promise<void> => {
  process.stdout.on('error', endsQuietly);
  try {
    for (const each of command.commands) each.exitOverride();
    await command.exitOverride().parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed its help or the error.
      if (error.exitCode !== 0) process.exitCode = exitCodes.failed;
      return;
    }
    process.stderr.write(`${command.name()}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = exitCodes.failed;
  }
};
