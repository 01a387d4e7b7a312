import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { formats } from '../../../shared/format/formats.ts';
import { ProblemNotice } from '../../../shared/problems/ProblemNotice.tsx';
import type { Show } from '../../../shared/shows/Show.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { ButtonLink } from '../../../shared/ui/ButtonLink.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import type { Slot } from '../day/Slot.ts';
import { messages } from '../messages.ts';
import styles from './Form.module.css';
import { useCancelShow } from './useSchedule.ts';

export interface ShowDialogProps {
  readonly slot: Slot;
  readonly onCancelled: (show: Show) => void;
  readonly onClose: () => void;
}

/** A show on the timeline, with the way to its seats; it can be called off. */
export const ShowDialog = ({ slot: { show, freeFromMs }, onCancelled, onClose }: ShowDialogProps) => {
  const t = useStore(messages);
  const { dateTime, time, number } = useStore(formats);
  const [reason, setReason] = useState('');
  const [key] = useState(() => crypto.randomUUID());
  const cancelling = useCancelShow(() => onCancelled(show));
  const { movie, hall, timeZone, totalSeats, availableSeats } = show;
  const submit = (event: Event): void => {
    event.preventDefault();
    cancelling.mutate({ id: show.id, reason: reason.trim(), key });
  };
  return (
    <Dialog title={<bdi>{movie.title}</bdi>} open onClose={onClose}>
      <p>
        <bdi>{hall.name}</bdi>,{' '}
        {t.until({ from: dateTime(show.startsAt, timeZone), to: time(show.endsAt, timeZone) })}.{' '}
        {t.cleanAt({ time: time(new Date(freeFromMs).toISOString(), timeZone) })}.
      </p>
      <p>{t.sold({ sold: number(totalSeats - availableSeats), total: number(totalSeats) })}</p>
      <ButtonLink to={`/shows/${show.id}`} look="plain">
        {t.seatMap}
      </ButtonLink>
      <details>
        <summary>{t.cancelShow}</summary>
        <form class={styles.form} onSubmit={submit}>
          <p>{t.cancelText}</p>
          <Field label={t.reason} name="reason" required value={reason} onInput={setReason} />
          {cancelling.error !== null && <ProblemNotice error={cancelling.error} />}
          <Button type="submit" busy={cancelling.isPending} disabled={reason.trim() === ''}>
            {t.cancelShow}
          </Button>
        </form>
      </details>
    </Dialog>
  );
};
