import { useStore } from '@nanostores/preact';
import { formats } from '../../../shared/format/formats.ts';
import { messages } from '../messages.ts';
import { MovesTable } from './MovesTable.tsx';
import type { Rehearsal } from './useRehearsal.ts';

/** One show that cannot have the new layout as it is. */
export const RehearsedShow = ({ rehearsal }: { readonly rehearsal: Rehearsal }) => {
  const t = useStore(messages);
  const { dateTime } = useStore(formats);
  const { movie, startsAt, timeZone, seatsTaken, moves } = rehearsal;
  const start = dateTime(startsAt, timeZone);
  return (
    <section>
      <h3>
        <bdi>{movie.title}</bdi>, {start}
      </h3>
      <p>
        {t.taken(seatsTaken)}. {t.moves(moves.length)}.
      </p>
      <MovesTable moves={moves} label={`${movie.title}, ${start}`} />
    </section>
  );
};
