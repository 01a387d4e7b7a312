import type { Commands } from '../../commands/Commands.ts';
import type { TheaterTexts } from '../../commands/theater/theaterTexts.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { type WriteDeps, writeRequest } from '../http/writeRequest.ts';
import { showtimeStaff } from '../showtime/showtimeStaff.ts';
import { blockBody, seatsWithdrawn, unblockBody } from './schemas.ts';

export interface BlockRoutesDeps extends WriteDeps {
  readonly commands: Pick<Commands, 'showtimes'>;
  readonly texts: Pick<TheaterTexts, 'seal'>;
}

export const blockRoutes = (app: ApiInstance, deps: BlockRoutesDeps): void => {
  const { guard, described, run, sealReason } = showtimeStaff(deps);

  app.post(
    '/v1/showtimes/:id/seats/block',
    {
      ...guard,
      schema: {
        operationId: 'blockSeats',
        problems: ['seats-belong-together', 'seats-unavailable', 'unknown-seat'],
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
      const why = await sealReason(id, reason);
      const { revision } = await run(id, { type: 'BlockSeats', seatIds, why }, write, reply);
      return { showtimeId: id, revision, seatIds };
    },
  );

  app.post(
    '/v1/showtimes/:id/seats/unblock',
    {
      ...guard,
      schema: {
        operationId: 'unblockSeats',
        problems: ['seats-belong-together', 'unknown-seat'],
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
