import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import { formats } from '../format/formats.ts';
import type { Show } from './Show.ts';
import styles from './ShowChip.module.css';
import { showMessages } from './showMessages.ts';

const noteOf = ({ status, availability }: Show, t: { few: string; soldOut: string; closed: string }) => {
  if (status !== 'on-sale') return t.closed;
  if (availability === 'sold-out') return t.soldOut;
  return availability === 'few' ? t.few : undefined;
};

/** One show as a link to its seats. */
export const ShowChip = ({ show }: { readonly show: Show }) => {
  const t = useStore(showMessages);
  const format = useStore(formats);
  const note = noteOf(show, t);
  const isOpen = show.status === 'on-sale' && show.availability !== 'sold-out';
  const kinds = [show.format, show.language === undefined ? undefined : show.language.toUpperCase()];
  return (
    <Link to={`/shows/${show.id}`} className={`${styles.chip} ${isOpen ? '' : styles.over}`}>
      <span class={styles.time}>{format.time(show.startsAt, show.timeZone)}</span>
      <span class={styles.kind}>{kinds.filter((kind) => kind !== undefined).join(' · ')}</span>
      {note !== undefined && <span class={styles.note}>{note}</span>}
    </Link>
  );
};
