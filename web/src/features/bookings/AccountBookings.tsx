import { useStore } from '@nanostores/preact';
import { useInfiniteQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../../shared/api/client.ts';
import { Asked } from '../../shared/problems/Asked.tsx';
import { Button } from '../../shared/ui/Button.tsx';
import { uiMessages } from '../../shared/ui/uiMessages.ts';
import { AccountBooking } from './AccountBooking.tsx';
import { messages } from './messages.ts';

const useMyBookings = (customerId: string) =>
  useInfiniteQuery({
    queryKey: ['my bookings', customerId],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => {
      const query = pageParam === undefined ? {} : { cursor: pageParam };
      return dataOf(api.GET('/v1/me/bookings', { params: { query } }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

/** What the signed-in customer has booked, on any device, the newest first. */
export const AccountBookings = ({ customerId }: { readonly customerId: string }) => {
  const t = useStore(messages);
  const ui = useStore(uiMessages);
  const mine = useMyBookings(customerId);
  return (
    <Asked query={mine}>
      {({ pages }) => {
        const bookings = pages.flatMap(({ items }) => items);
        return (
          <>
            {bookings.length === 0 && <p class="soft">{t.noneOfAccount}</p>}
            <ul>
              {bookings.map((booking) => (
                <AccountBooking key={booking.bookingId} booking={booking} />
              ))}
            </ul>
            {mine.hasNextPage && (
              <Button look="plain" busy={mine.isFetchingNextPage} onClick={() => void mine.fetchNextPage()}>
                {ui.more}
              </Button>
            )}
          </>
        );
      }}
    </Asked>
  );
};
