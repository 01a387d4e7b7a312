import { type Command, CommanderError } from 'commander';

/** Of every command line tool: `no` for an answer such as "different", `failed` when there is no answer. */
export const exitCodes = { no: 1, failed: 2 } as const;

/** Parses the arguments and runs the command. Wrong arguments and whatever the command throws end in `failed`. */
export const runCommand = async (command: Command): Promise<void> => {
  try {
    await command.exitOverride().parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      // The command has printed its help or what is wrong.
      if (error.exitCode !== 0) process.exitCode = exitCodes.failed;
      return;
    }
    process.stderr.write(`${command.name()}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = exitCodes.failed;
  }
};
