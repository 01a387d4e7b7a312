/** A reaction to a whole log in memory, from its first event: what a reaction that is younger than its log would do. */
import type { MemoryLog } from '../../src/adapters/memory/MemoryEventStore.ts';
import type { Reaction } from '../../src/processes/engine/Reaction.ts';
import { reactToEvents } from '../../src/processes/engine/reactToEvents.ts';

/** Throws when an event fails, as the runner would park its stream. */
export const reactToLog = async (reaction: Reaction, log: MemoryLog): Promise<void> => {
  const wanted = log.events.filter(
    ({ stream, type }) =>
      reaction.categories.includes(stream.slice(0, stream.indexOf('-'))) && type in reaction.definitions,
  );
  const [failed] = await reactToEvents(reaction, wanted);
  if (failed !== undefined) throw new Error(`${failed.event.type} failed`, { cause: failed.error });
};
