import { useMutation, useQuery, useQueryClient } from '@tanstack/preact-query';
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { api, dataOf } from '../../shared/api/client.ts';
import { isProblem } from '../../shared/api/Problem.ts';
import { toKeep } from '../../shared/bookings/Booking.ts';
import { keptBookings } from '../../shared/bookings/keptBookings.ts';
import { type HoldKey, holdKey } from '../../shared/holds/Held.ts';
import { readHold } from '../../shared/holds/holdCalls.ts';
import type { Show } from '../../shared/shows/Show.ts';
import { type Order, pendingOrder } from './pendingOrder.ts';
import { sendOrder, type WaitsFor } from './sendOrder.ts';

/** The hold as it is, and what it costs line by line. */
export const useQuotedHold = (key: HoldKey | undefined) =>
  useQuery({
    queryKey: ['hold', key?.holdId],
    enabled: key !== undefined,
    staleTime: 0,
    queryFn: async () => {
      if (key === undefined) throw new Error('no hold');
      const params = { path: { holdId: key.holdId }, header: { 'Hold-Token': key.holdToken } };
      const [hold, quote] = await Promise.all([
        readHold(key),
        dataOf(api.POST('/v1/holds/{holdId}/quote', { params, body: {} })),
      ]);
      return { hold, quote };
    },
  });

/** Pays once. An order that was under way when the page was loaded is gone on with at once. */
export const usePayment = (holdId: string, show: Show) => {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const [waitsFor, setWaitsFor] = useState<WaitsFor>();
  const payment = useMutation({
    mutationFn: (order: Order) => sendOrder(order, setWaitsFor),
    onSuccess: (booking) => {
      keptBookings.add(toKeep(booking, show));
      holdKey.forget();
      navigate(`/bookings/${booking.bookingId}`, { replace: true });
    },
    onError: (error) => {
      setWaitsFor(undefined);
      if (isProblem(error)) void queries.invalidateQueries({ queryKey: ['hold', holdId] });
    },
  });
  useEffect(() => {
    const order = pendingOrder.of(holdId);
    if (order !== undefined) payment.mutate(order);
  }, [holdId]);
  return { ...payment, waitsFor };
};
