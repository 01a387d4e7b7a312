import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import { keptBookings } from '../../shared/bookings/keptBookings.ts';
import { formats } from '../../shared/format/formats.ts';
import { account } from '../../shared/session/account.ts';
import { useTitle } from '../../shared/ui/useTitle.ts';
import { AccountBookings } from './AccountBookings.tsx';
import styles from './BookingsPage.module.css';
import { FindBooking } from './FindBooking.tsx';
import { messages } from './messages.ts';

export const BookingsPage = () => {
  const t = useStore(messages);
  const format = useStore(formats);
  const bookings = keptBookings.all();
  const customer = useStore(account.store);
  useTitle(t.title);
  return (
    <div class={styles.page}>
      <h1>{t.title}</h1>
      <section class={styles.part}>
        {customer !== undefined && <AccountBookings customerId={customer.customerId} />}
        {customer === undefined && <p class="soft">{t.signInText}</p>}
        <p>
          <Link to="/account">{customer === undefined ? t.signIn : t.account}</Link>
        </p>
      </section>
      <section class={styles.part}>
        <h2>{t.here}</h2>
        {bookings.length === 0 && <p class="soft">{t.noneHere}</p>}
        <ul>
          {bookings.map(({ bookingId, title, startsAt, timeZone, place, reference }) => (
            <li key={bookingId} class={styles.booking}>
              <Link to={`/bookings/${bookingId}`}>
                <bdi>{title}</bdi>
              </Link>
              <span>{format.dateTime(startsAt, timeZone)}</span>
              <span class="soft">
                <bdi>{place}</bdi> · <span class="figures">{reference}</span>
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section class={styles.part}>
        <h2>{t.find}</h2>
        <FindBooking />
      </section>
    </div>
  );
};
