import { useStore } from '@nanostores/preact';
import type { Show } from '../../../shared/shows/Show.ts';
import { messages } from '../messages.ts';
import { BookingsFound } from './BookingsFound.tsx';

export const ShowBookings = ({ show }: { readonly show: Show }) => {
  const t = useStore(messages);
  return <BookingsFound wanted={{ showtimeId: show.id }} timeZone={show.timeZone} none={t.noBookings} />;
};
