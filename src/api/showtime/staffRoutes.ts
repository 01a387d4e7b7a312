/** What a theater's staff do with a showtime: price it, withdraw seats, call it off. */
import type { z } from 'zod';
import type { PriceTerms } from '../../domain/pricing/terms.ts';
import type { ShowtimeCommand } from '../../domain/showtime/commands.ts';
import type { Showtime } from '../../domain/showtime/ShowtimeState.ts';
import type { ApiInstance, AppDeps } from '../http/AppDeps.ts';
import { catalogStaff, ownTheaterOnly } from '../http/auth/access.ts';
import { notFound } from '../http/problems/Problem.ts';
import { idParams, replyToWrite } from '../http/schemas.ts';
import { type Done, decidedAtMs, doneOrProblem } from '../http/writeAnswer.ts';
import { expectedVersion, type WriteRequest, writeRequest } from '../http/writeRequest.ts';
import {
  blockBody,
  cancelShowtimeBody,
  pricingBody,
  seatsWithdrawn,
  showtimeShown,
  unblockBody,
} from './schemas.ts';
import { showtimeView } from './views.ts';

/** What is not given stays as it is. */
const repriced = (current: PriceTerms, body: z.output<typeof pricingBody>): PriceTerms => ({
  ...current,
  base: body.basePrice,
  seatTypeBp: { ...current.seatTypeBp, ...body.seatTypeBp },
  ticketTypeBp: { ...current.ticketTypeBp, ...body.ticketTypeBp },
});

export const showtimeStaffRoutes = (app: ApiInstance, deps: AppDeps): void => {
  const { clock, commands } = deps;

  const showtime = async (id: string): Promise<Showtime | undefined> => {
    const { state } = await commands.showtimes.read(id);
    return state.status === 'none' ? undefined : state;
  };
  const byOwnStaff = {
    config: { access: catalogStaff },
    onRequest: ownTheaterOnly(async (id) => (await showtime(id))?.facts.theaterId),
  };
  const described = {
    description: replyToWrite,
    tags: ['run'],
    params: idParams,
  };

  type Given = { header(name: string, value: string): unknown };
  const run = async (id: string, command: ShowtimeCommand, { context }: WriteRequest, reply: Given) => {
    const done = doneOrProblem(reply, await commands.showtimes.execute(id, command, context));
    if (done.state.status === 'none') throw new Error(`showtime ${id} is not there after ${command.type}`);
    return { ...done, state: done.state };
  };
  const shown = (done: Done<unknown> & { readonly state: Showtime }) =>
    showtimeView(done.state, decidedAtMs(done, clock.nowMs()));

  app.put(
    '/v1/showtimes/:id/pricing',
    {
      ...byOwnStaff,
      schema: {
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
      const current = await showtime(id);
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
      ...byOwnStaff,
      schema: {
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

  app.post(
    '/v1/showtimes/:id/seats/block',
    {
      ...byOwnStaff,
      schema: {
        ...described,
        summary: 'Withdraw seats from sale',
        body: blockBody,
        response: { 200: seatsWithdrawn },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { seatIds, reason } = request.body;
      const write = writeRequest(request, deps, request.body);
      const { revision } = await run(id, { type: 'BlockSeats', seatIds, why: reason }, write, reply);
      return { showtimeId: id, revision, seatIds };
    },
  );

  app.post(
    '/v1/showtimes/:id/seats/unblock',
    {
      ...byOwnStaff,
      schema: {
        ...described,
        summary: 'Put withdrawn seats back on sale',
        body: unblockBody,
        response: { 200: seatsWithdrawn },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { seatIds } = request.body;
      const write = writeRequest(request, deps, request.body);
      const { revision } = await run(id, { type: 'UnblockSeats', seatIds }, write, reply);
      return { showtimeId: id, revision, seatIds };
    },
  );
};
