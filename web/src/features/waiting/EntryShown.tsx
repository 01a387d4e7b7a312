import { useStore } from '@nanostores/preact';
import { useEffect } from 'preact/hooks';
import { useSearchParams } from 'wouter-preact';
import type { components } from '../../shared/api/schema.ts';
import { formats } from '../../shared/format/formats.ts';
import { Button } from '../../shared/ui/Button.tsx';
import { ButtonLink } from '../../shared/ui/ButtonLink.tsx';
import { messages } from './messages.ts';
import { keepAdmission } from './useEntry.ts';
import styles from './WaitingPage.module.css';

export interface EntryShownProps {
  readonly entry: components['schemas']['QueueEntry'];
  readonly queue: components['schemas']['Queue'];
  readonly onAgain: () => void;
}

const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

export const EntryShown = ({ entry, queue, onAgain }: EntryShownProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const [search] = useSearchParams();
  const { status, admission, admittedUntil, place, ahead, estimatedSeconds } = entry;
  useEffect(() => {
    if (admission !== undefined) keepAdmission(queue.showtimeIds, admission);
  }, [admission]);
  const minutes = (seconds: number): string => format.number(Math.ceil(seconds / 60));
  const saleStarts = t.saleStarts({ at: format.dateTime(queue.saleStartsAt, timeZone) });
  const estimate =
    estimatedSeconds === undefined || estimatedSeconds === 'unknown'
      ? t.unknown
      : t.between({ from: minutes(estimatedSeconds.from), to: minutes(estimatedSeconds.to) });
  switch (status) {
    case 'before-draw':
      return <p role="status">{t.beforeDraw({ at: format.dateTime(queue.drawsAt, timeZone) })}</p>;
    case 'admitted':
      return (
        <div class={styles.turn} role="status">
          <h2>{t.turn}</h2>
          {admittedUntil !== undefined && <p>{t.until({ at: format.time(admittedUntil, timeZone) })}</p>}
          <ButtonLink to={`/shows/${search.get('show') ?? queue.showtimeIds[0]}`}>{t.choose}</ButtonLink>
        </div>
      );
    case 'over':
      return (
        <>
          <h2>{t.over}</h2>
          <p>{t.overText}</p>
          <Button onClick={onAgain}>{t.enter}</Button>
        </>
      );
    case 'waiting':
      return (
        <div role="status">
          {place !== undefined && <p class={styles.place}>{t.place({ place: format.number(place) })}</p>}
          {ahead !== undefined && <p>{t.ahead(ahead)}</p>}
          <p>{Date.now() < Date.parse(queue.saleStartsAt) ? saleStarts : estimate}</p>
          <p class="soft">{t.keep}</p>
        </div>
      );
  }
};
