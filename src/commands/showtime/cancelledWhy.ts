import type { Runners } from '../runners.ts';
import type { TheaterTexts } from '../theater/theaterTexts.ts';

export interface CancelledWhyDeps {
  readonly commands: { readonly showtimes: Pick<Runners['showtimes'], 'read'> };
  readonly texts: Pick<TheaterTexts, 'open'>;
}

/**
 * Why the cinema called the showtime off, as its staff put it; undefined when it did not, or when the words can no longer
 * be read. Throws EventStoreUnavailable, KeyStoreUnavailable, UnreadableStream.
 */
export const cancelledWhy = async (
  { commands, texts }: CancelledWhyDeps,
  showtimeId: string,
): Promise<string | undefined> => {
  const { state } = await commands.showtimes.read(showtimeId);
  if (state.status === 'none' || state.cancelledWhy === undefined) return undefined;
  return texts.open(state.facts.theaterId, state.cancelledWhy);
};
