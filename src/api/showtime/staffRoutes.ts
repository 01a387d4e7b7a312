import type { z } from 'zod';
import type { Commands } from '../../commands/Commands.ts';
import type { PriceTerms } from '../../domain/pricing/terms.ts';
import type { Showtime } from '../../domain/showtime/ShowtimeState.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { notFound } from '../http/problems/Problem.ts';
import { type Done, decidedAtMs } from '../http/writeAnswer.ts';
import { expectedVersion, type WriteDeps, writeRequest } from '../http/writeRequest.ts';
import { cancelShowtimeBody, pricingBody, showtimeShown } from './schemas.ts';
import { showtimeStaff } from './showtimeStaff.ts';
import { showtimeView } from './views.ts';

/** What is not given stays as it is. */
const repriced = (current: PriceTerms, body: z.output<typeof pricingBody>): PriceTerms => ({
  ...current,
  base: body.basePrice,
  seatTypeBp: { ...current.seatTypeBp, ...body.seatTypeBp },
  ticketTypeBp: { ...current.ticketTypeBp, ...body.ticketTypeBp },
});

export interface ShowtimeStaffRoutesDeps extends WriteDeps {
  readonly commands: Pick<Commands, 'showtimes'>;
  readonly clock: Clock;
}

export const showtimeStaffRoutes = (app: ApiInstance, deps: ShowtimeStaffRoutesDeps): void => {
  const { find, guard, described, run } = showtimeStaff(deps);
  const shown = (done: Done<unknown> & { readonly state: Showtime }) =>
    showtimeView(done.state, decidedAtMs(done, deps.clock.nowMs()));

  app.put(
    '/v1/showtimes/:id/pricing',
    {
      ...guard,
      schema: {
        operationId: 'replacePricing',
        problems: ['showtime-not-on-sale', 'price-too-high'],
        ...described,
        summary: 'New prices for holds made from now on',
        body: pricingBody,
        response: { 200: showtimeShown },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const write = writeRequest(request, deps, request.body);
      const expected = expectedVersion(request);
      const current = await find(id);
      if (current === undefined) throw notFound('There is no such showtime');
      const priceTerms = repriced(current.facts.priceTerms, request.body);
      const command = {
        type: 'ChangePricing',
        priceTerms,
        ...(expected === undefined ? {} : { expectedVersion: expected }),
      } as const;
      return shown(await run(id, command, write, reply));
    },
  );

  app.post(
    '/v1/showtimes/:id/cancel',
    {
      ...guard,
      schema: {
        operationId: 'cancelShowtime',
        ...described,
        summary: 'Call a showtime off',
        body: cancelShowtimeBody,
        response: { 200: showtimeShown },
      },
    },
    async (request, reply) => {
      const write = writeRequest(request, deps, request.body);
      const command = { type: 'CancelShowtime', why: request.body.reason } as const;
      return shown(await run(request.params.id, command, write, reply));
    },
  );
};
