import type { Commands } from '../../commands/Commands.ts';
import type { TheaterTexts } from '../../commands/theater/theaterTexts.ts';
import { layoutOf } from '../../domain/hall/hallDecider.ts';
import type { Showtime } from '../../domain/showtime/ShowtimeState.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { type PositionedView, readsAtPosition } from '../http/minPosition.ts';
import { notFound } from '../http/problems/Problem.ts';
import { idParams, noBody } from '../http/schemas.ts';
import { type Done, decidedAtMs, doneOrProblem } from '../http/writeAnswer.ts';
import { expectedVersion, type WriteDeps, writeRequest } from '../http/writeRequest.ts';
import { cancelShowtimeBody, moveBody, pricingBody, pricingShown, showtimeShown } from './schemas.ts';
import { showtimeStaff } from './showtimeStaff.ts';
import { titlesOf } from './titles.ts';
import { existingShowtime, pricingView, showtimeView, withCancellation } from './views.ts';

export interface ShowtimeStaffRoutesDeps extends WriteDeps {
  readonly commands: Pick<Commands, 'changePricing' | 'showtimes' | 'movies' | 'theaters' | 'halls'>;
  readonly position: PositionedView;
  readonly clock: Clock;
  readonly texts: TheaterTexts;
}

export const showtimeStaffRoutes = (app: ApiInstance, deps: ShowtimeStaffRoutesDeps): void => {
  const { find, guard, described, run, sealReason } = showtimeStaff(deps);
  const { commands, clock, position, texts } = deps;
  const shown = async (done: Done<unknown> & { readonly state: Showtime }) => {
    const titles = await titlesOf(commands, done.state.facts);
    const view = showtimeView(done.state, titles, decidedAtMs(done, clock.nowMs()));
    return withCancellation(texts, done.state, view);
  };

  app.get(
    '/v1/showtimes/:id/pricing',
    {
      config: { ...guard.config, etag: true },
      schema: {
        operationId: 'getPricing',
        summary: 'The prices of a showtime as staff edit them',
        tags: ['run'],
        params: idParams,
        response: { 200: pricingShown },
      },
      preHandler: readsAtPosition(position),
    },
    async (request) => {
      const showtime = await find(request.params.id);
      if (showtime === undefined) throw notFound('There is no such showtime');
      return pricingView(showtime);
    },
  );

  app.put(
    '/v1/showtimes/:id/pricing',
    {
      ...guard,
      schema: {
        operationId: 'replacePricing',
        problems: ['showtime-not-on-sale', 'currency-in-use', 'price-too-high', 'wrong-currency'],
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
      const { basePrice, seatTypeBp, ticketTypeBp } = request.body;
      const outcome = await deps.commands.changePricing(
        {
          showtimeId: id,
          patch: {
            ...(basePrice === undefined ? {} : { base: basePrice }),
            ...(seatTypeBp === undefined ? {} : { seatTypeBp }),
            ...(ticketTypeBp === undefined ? {} : { ticketTypeBp }),
          },
          ...(expected === undefined ? {} : { expectedVersion: expected }),
        },
        write.context,
      );
      const done = doneOrProblem(reply, outcome);
      return shown({ ...done, state: existingShowtime(done.state) });
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
      const why = await sealReason(request.params.id, request.body.reason);
      return shown(await run(request.params.id, { type: 'CancelShowtime', why }, write, reply));
    },
  );

  for (const [what, type] of [
    ['open', 'OpenSales'],
    ['close', 'CloseSales'],
  ] as const) {
    app.post(
      `/v1/showtimes/:id/sales/${what}`,
      {
        ...guard,
        schema: {
          operationId: `${what}Sales`,
          problems: ['showtime-not-on-sale'],
          ...described,
          summary: what === 'open' ? 'Let seats be held' : 'End sales before the window does',
          body: noBody,
          response: { 200: showtimeShown },
        },
      },
      async (request, reply) => {
        const write = writeRequest(request, deps, undefined);
        return shown(await run(request.params.id, { type }, write, reply));
      },
    );
  }

  app.post(
    '/v1/showtimes/:id/layout',
    {
      ...guard,
      schema: {
        operationId: 'moveToLayout',
        problems: ['layout-not-newer', 'seats-would-vanish'],
        ...described,
        summary: 'Move a showtime to a newer layout of its hall',
        body: moveBody,
        response: { 200: showtimeShown },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { version } = request.body;
      const write = writeRequest(request, deps, request.body);
      const showtime = await find(id);
      if (showtime === undefined) throw notFound('There is no such showtime');
      const hall = (await commands.halls.read(showtime.facts.hallId)).state;
      const layout = hall.status === 'none' ? undefined : layoutOf(hall, version);
      if (layout === undefined) throw notFound('The hall has no such layout version');
      const command = { type: 'MoveToLayout', layoutVersion: version, ...layout } as const;
      return shown(await run(id, command, write, reply));
    },
  );
};
