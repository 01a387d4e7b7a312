import { useStore } from '@nanostores/preact';
import { isProblem } from '../../../shared/api/Problem.ts';
import type { Booking } from '../../../shared/bookings/Booking.ts';
import { formats } from '../../../shared/format/formats.ts';
import { useProblemWords } from '../../../shared/problems/useProblemWords.ts';
import type { Show } from '../../../shared/shows/Show.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { messages } from '../messages.ts';
import styles from './Bookings.module.css';
import { useAdmission } from './useAdmission.ts';

export interface AdmissionProps {
  readonly booking: Booking;
  readonly show: Show;
}

/** Lets in who stands at the desk without the ticket, and takes it back. */
export const Admission = ({ booking, show }: AdmissionProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const say = useProblemWords();
  const { admit, undo } = useAdmission(booking.bookingId);
  const { admissions = [] } = booking;
  const inside = admissions.flatMap(({ seatIds }) => seatIds);
  const outside = booking.seats.map(({ id }) => id).filter((id) => !inside.includes(id));
  const error = admit.error ?? undo.error;
  const faultOf = (fault: unknown): string => {
    if (isProblem(fault, 'already-admitted')) return t['already-admitted'];
    if (!isProblem(fault, 'too-early')) return say(fault);
    return t['too-early']({ time: format.dateTime(String(fault.body.opensAt), show.timeZone) });
  };
  return (
    <section class={styles.column}>
      <h2>{t.checkIn}</h2>
      {outside.length > 0 && (
        <div>
          <Button busy={admit.isPending} onClick={() => admit.mutate(outside)}>
            {t.checkInSeats({ seats: format.list(outside) })}
          </Button>
        </div>
      )}
      {admissions.map(({ checkinId, seatIds, admittedAt }) => (
        <p key={admittedAt} role="status">
          {t.admitted({ seats: format.list(seatIds), time: format.time(admittedAt, show.timeZone) })}
          {checkinId !== undefined && (
            <Button
              look="quiet"
              busy={undo.isPending}
              onClick={() => undo.mutate({ checkinId, reason: t.undoReason })}
            >
              {t.undo({ seats: format.list(seatIds) })}
            </Button>
          )}
        </p>
      ))}
      {error !== null && <p role="alert">{faultOf(error)}</p>}
    </section>
  );
};
