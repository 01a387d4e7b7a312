import { useStore } from '@nanostores/preact';
import { saveFile } from '../../../shared/bookings/saveFile.ts';
import { formats } from '../../../shared/format/formats.ts';
import { ProblemNotice } from '../../../shared/problems/ProblemNotice.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Loading } from '../../../shared/ui/Loading.tsx';
import { Notice } from '../../../shared/ui/Notice.tsx';
import type { Drawing } from '../drawing/Drawing.ts';
import { messages } from '../messages.ts';
import styles from './RehearsalPanel.module.css';
import { RehearsedShow } from './RehearsedShow.tsx';
import { type Rehearsal, readFile, useRehearsal } from './useRehearsal.ts';

export interface RehearsalPanelProps {
  readonly hallId: string;
  readonly drawing: Drawing;
}

const Verdict = ({ shows }: { readonly shows: readonly Rehearsal[] }) => {
  const t = useStore(messages);
  const { number } = useStore(formats);
  const affected = shows.filter(({ moves }) => moves.length > 0);
  if (shows.length === 0) return <p>{t.noShows}</p>;
  if (affected.length === 0)
    return <Notice tone="good" title={t.nobodyMoves({ shows: number(shows.length) })} />;
  return (
    <div class={styles.shows}>
      <p>{t.fits(shows.length - affected.length)}</p>
      {affected.map((rehearsal) => (
        <RehearsedShow key={rehearsal.showtimeId} rehearsal={rehearsal} />
      ))}
    </div>
  );
};

/** What a drawing would mean for the seats that are sold. */
export const RehearsalPanel = ({ hallId, drawing }: RehearsalPanelProps) => {
  const t = useStore(messages);
  const rehearsal = useRehearsal(hallId, drawing);
  const shows = rehearsal.data?.pages.flatMap(({ items }) => items);
  const download = async (): Promise<void> => saveFile(await readFile(hallId, drawing), 'seats-to-move.csv');
  return (
    <section class={styles.panel} aria-labelledby="rehearsal">
      <h2 id="rehearsal">{t.rehearseTitle}</h2>
      {rehearsal.error !== null && <ProblemNotice error={rehearsal.error} />}
      {rehearsal.isLoading && <Loading />}
      {shows !== undefined && <Verdict shows={shows} />}
      <div class={styles.actions}>
        {rehearsal.hasNextPage && (
          <Button look="plain" onClick={() => void rehearsal.fetchNextPage()}>
            {t.moreShows}
          </Button>
        )}
        {shows?.some(({ moves }) => moves.length > 0) === true && (
          <Button look="plain" onClick={() => void download()}>
            {t.download}
          </Button>
        )}
      </div>
    </section>
  );
};
