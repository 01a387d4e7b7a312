import type { Commands } from '../../commands/Commands.ts';
import type { PricePatch } from '../../domain/pricing/repriced.ts';
import { showtimeDecider } from '../../domain/showtime/showtimeDecider.ts';
import { theaterCurrency } from '../../domain/theater/theaterDecider.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { type PositionedView, readsAtPosition } from '../http/minPosition.ts';
import { notFound, ProblemError } from '../http/problems/Problem.ts';
import { problemOfRejection } from '../http/problems/refusals.ts';
import { idParams } from '../http/schemas.ts';
import { pricingPreviewBody, pricingPreviewShown } from './schemas.ts';
import { pricesView } from './views.ts';

export interface PreviewRouteDeps {
  readonly commands: Pick<Commands, 'showtimes' | 'theaters'>;
  readonly clock: Clock;
  readonly position: PositionedView;
}

export const pricingPreviewRoute = (app: ApiInstance, deps: PreviewRouteDeps): void => {
  const { commands, clock, position } = deps;
  app.post(
    '/v1/showtimes/:id/pricing/preview',
    {
      config: {
        theaterOf: async (id) => {
          const { state } = await commands.showtimes.read(id);
          return state.status === 'none' ? undefined : state.facts.theaterId;
        },
      },
      schema: {
        operationId: 'previewPricing',
        problems: ['showtime-not-on-sale', 'currency-in-use', 'price-too-high', 'wrong-currency'],
        summary: 'What seats would cost with other prices; nothing is changed',
        tags: ['run'],
        params: idParams,
        body: pricingPreviewBody,
        response: { 200: pricingPreviewShown },
      },
      preHandler: readsAtPosition(position),
    },
    async (request, reply) => {
      const { state } = await commands.showtimes.read(request.params.id);
      if (state.status === 'none') throw notFound('There is no such showtime');
      const { basePrice, ...factors } = request.body;
      const patch: PricePatch = { ...factors, ...(basePrice === undefined ? {} : { base: basePrice }) };
      const currency = theaterCurrency((await commands.theaters.read(state.facts.theaterId)).state);
      const command = {
        ...({ type: 'ChangePricing', patch, nowMs: clock.nowMs() } as const),
        ...(currency === undefined ? {} : { theaterCurrency: currency }),
      };
      const decided = showtimeDecider.decide(command, state);
      if (decided.kind === 'rejected') throw new ProblemError(problemOfRejection(decided.rejection));
      const after = decided.events.reduce(showtimeDecider.evolve, state);
      if (after.status === 'none') throw new Error('an edit of prices left no showtime');
      reply.header('cache-control', 'no-store');
      return pricesView(after);
    },
  );
};
