import { useStore } from '@nanostores/preact';
import { formats } from '../../../shared/format/formats.ts';
import styles from './CopyWeek.module.css';
import type { Copy } from './planCopy.ts';

export interface CopyListProps {
  readonly title: string;
  readonly copies: readonly Copy[];
  readonly noteOf?: (copy: Copy, index: number) => string;
}

export const CopyList = ({ title, copies, noteOf }: CopyListProps) => {
  const { dateTime } = useStore(formats);
  return (
    <>
      <p>{title}</p>
      <ul class={styles.left}>
        {copies.map((copy, index) => (
          <li key={copy.show.id}>
            <bdi>{copy.show.movie.title}</bdi>, <bdi>{copy.show.hall.name}</bdi>,{' '}
            {dateTime(copy.planned.startsAt, copy.show.timeZone)}
            {noteOf !== undefined && ` · ${noteOf(copy, index)}`}
          </li>
        ))}
      </ul>
    </>
  );
};
