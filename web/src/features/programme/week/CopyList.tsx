import { useStore } from '@nanostores/preact';
import type { ComponentChildren } from 'preact';
import { formats } from '../../../shared/format/formats.ts';
import styles from './CopyWeek.module.css';
import type { Copy } from './planCopy.ts';

export interface CopyListProps<Noted extends Copy> {
  readonly title: string;
  readonly copies: readonly Noted[];
  readonly noteOf: (copy: Noted) => ComponentChildren;
}

/** What was not copied, and why. */
export const CopyList = <Noted extends Copy>({ title, copies, noteOf }: CopyListProps<Noted>) => {
  const { dateTime } = useStore(formats);
  return (
    <>
      <p>{title}</p>
      <ul class={styles.left}>
        {copies.map((copy) => (
          <li key={copy.show.id}>
            <bdi>{copy.show.movie.title}</bdi>, <bdi>{copy.show.hall.name}</bdi>,{' '}
            {dateTime(copy.planned.startsAt, copy.show.timeZone)} · {noteOf(copy)}
          </li>
        ))}
      </ul>
    </>
  );
};
