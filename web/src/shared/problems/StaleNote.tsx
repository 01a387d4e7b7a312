import { useStore } from '@nanostores/preact';
import { formats } from '../format/formats.ts';
import { problemMessages } from './problemMessages.ts';

export interface StaleNoteProps {
  /** Absent while all is known. */
  readonly stale?: { readonly since: string } | undefined;
  readonly timeZone: string;
}

/** From when on something may be missing in what is shown beside it; nothing for what is up to date. */
export const StaleNote = ({ stale, timeZone }: StaleNoteProps) => {
  const t = useStore(problemMessages);
  const format = useStore(formats);
  if (stale === undefined) return null;
  return (
    <span class="soft" role="note">
      {t.missingSince({ at: format.dateTime(stale.since, timeZone) })}
    </span>
  );
};
