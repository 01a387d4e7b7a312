import type { Commands } from '../../commands/Commands.ts';
import type { TheaterTexts } from '../../commands/theater/theaterTexts.ts';
import type { SealedText } from '../../domain/kernel/sealedText.ts';
import type { ShowtimeCommand } from '../../domain/showtime/commands.ts';
import type { Showtime } from '../../domain/showtime/ShowtimeState.ts';
import { notFound } from '../http/problems/Problem.ts';
import { idParams, replyToWrite } from '../http/schemas.ts';
import { type Done, doneOrProblem } from '../http/writeAnswer.ts';
import type { WriteRequest } from '../http/writeRequest.ts';

interface HeaderSink {
  header(name: string, value: string): unknown;
}

export const showtimeStaff = ({
  commands,
  texts,
}: {
  readonly commands: Pick<Commands, 'showtimes'>;
  readonly texts: Pick<TheaterTexts, 'seal'>;
}) => {
  /** Undefined when there is no such showtime. Throws EventStoreUnavailable. */
  const find = async (id: string): Promise<Showtime | undefined> => {
    const { state } = await commands.showtimes.read(id);
    return state.status === 'none' ? undefined : state;
  };
  const theaterOf = async (id: string) => (await find(id))?.facts.theaterId;
  return {
    find,
    theaterOf,
    /** Under the key of the showtime's theater. Throws the problem of a showtime that does not exist, KeyStoreUnavailable. */
    sealReason: async (id: string, reason: string): Promise<SealedText> => {
      const theaterId = await theaterOf(id);
      if (theaterId === undefined) throw notFound('There is no such showtime');
      return texts.seal(theaterId, reason);
    },
    guard: { config: { theaterOf } },
    described: { description: replyToWrite, tags: ['run'], params: idParams },
    /** Sets the headers of a write; throws the problem of a command that was not done. */
    run: async (
      id: string,
      command: ShowtimeCommand,
      { context }: WriteRequest,
      reply: HeaderSink,
    ): Promise<Done<unknown> & { readonly state: Showtime }> => {
      const done = doneOrProblem(reply, await commands.showtimes.execute(id, command, context));
      const { state } = done;
      if (state.status === 'none') throw new Error(`showtime ${id} is not there after ${command.type}`);
      return { ...done, state };
    },
  };
};
