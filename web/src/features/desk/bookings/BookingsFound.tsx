import { useStore } from '@nanostores/preact';
import { Asked } from '../../../shared/problems/Asked.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { uiMessages } from '../../../shared/ui/uiMessages.ts';
import { messages } from '../messages.ts';
import styles from './Bookings.module.css';
import { FoundBooking } from './FoundBooking.tsx';
import { useBookings, type Wanted } from './useBookings.ts';

export interface BookingsFoundProps {
  readonly wanted: Wanted;
  /** Of the theater. */
  readonly timeZone: string;
  readonly none: string;
}

export const BookingsFound = ({ wanted, timeZone, none }: BookingsFoundProps) => {
  const t = useStore(messages);
  const ui = useStore(uiMessages);
  const bookings = useBookings(wanted);
  return (
    <Asked query={bookings}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0) return <p role="status">{none}</p>;
        return (
          <>
            <p role="status" class="unseen">
              {t.found(items.length)}
            </p>
            <ul class={styles.list}>
              {items.map((booking) => (
                <li key={booking.bookingId}>
                  <FoundBooking booking={booking} timeZone={timeZone} />
                </li>
              ))}
            </ul>
            {bookings.hasNextPage && (
              <Button look="plain" busy={bookings.isFetching} onClick={() => void bookings.fetchNextPage()}>
                {ui.more}
              </Button>
            )}
          </>
        );
      }}
    </Asked>
  );
};
