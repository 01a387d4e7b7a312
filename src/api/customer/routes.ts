import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { z } from 'zod';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { hasRole } from '../http/auth/Caller.ts';
import { type PositionedView, readsAtPosition } from '../http/minPosition.ts';
import { notYours, ProblemError } from '../http/problems/Problem.ts';
import { problemOfOutcome } from '../http/problems/refusals.ts';
import { noBody, replyToWrite } from '../http/schemas.ts';
import { auditTargetNamed } from '../http/security/addSecurityLog.ts';
import { setWriteHeaders } from '../http/writeAnswer.ts';
import { type WriteDeps, writeRequest } from '../http/writeRequest.ts';
import type { CustomerServices } from './CustomerServices.ts';
import { contactShown, customerParams, personalDataShown } from './schemas.ts';

export interface CustomerRoutesDeps extends WriteDeps {
  readonly customers: Pick<CustomerServices, 'export' | 'erase' | 'idsOf'>;
  readonly bookingLists: PositionedView;
}

export const customerRoutes = (app: ApiInstance, deps: CustomerRoutesDeps): void => {
  const { customers, bookingLists } = deps;
  /** The caller's ids when the path names one of them. */
  const ownIds = ({ caller, params }: FastifyRequest): readonly string[] | undefined => {
    const { customerIds } = caller;
    const { customerId } = params as { customerId?: unknown };
    return customerIds.some((id) => id === customerId) ? customerIds : undefined;
  };
  const ownOrAdmin: onRequestAsyncHookHandler = async (request) => {
    if (ownIds(request) === undefined && !hasRole(request.caller, 'admin')) {
      throw notYours('There is no such customer');
    }
  };
  const shared = { onRequest: ownOrAdmin } as const;
  const described = { tags: ['book'], params: customerParams };

  app.get(
    '/v1/customers/:customerId/personal-data',
    {
      ...shared,
      schema: {
        operationId: 'exportPersonalData',
        ...described,
        summary: 'Everything that is kept about a person',
        response: { 200: personalDataShown },
      },
      preHandler: readsAtPosition(bookingLists),
    },
    async (request) => {
      const { customerId } = request.params;
      const ids = ownIds(request) ?? customers.idsOf(customerId);
      auditTargetNamed(request, customerId);
      const { bookings, complete } = await customers.export(ids);
      return {
        customerId,
        complete,
        bookings: bookings.map((booking) => ({
          ...booking,
          seatIds: [...booking.seatIds],
          contacts: booking.contacts.map(({ at, told }) => ({
            at,
            told: contactShown.nullable().parse(told),
          })),
          payments: [...booking.payments],
          cancellations: booking.cancellations.map(({ at, seatIds, reason }) => ({
            ...{ at, seatIds: [...seatIds] },
            ...(reason === undefined ? {} : { reason: z.string().nullable().parse(reason) }),
          })),
          history: [...booking.history],
        })),
      };
    },
  );

  app.delete(
    '/v1/customers/:customerId/personal-data',
    {
      ...shared,
      schema: {
        operationId: 'erasePersonalData',
        ...described,
        summary: 'Forget a person for good',
        description: `${replyToWrite} Bookings and their totals stay, without any link to the person.`,
        body: noBody,
        response: { 204: z.undefined().describe('Erased, or it had been before') },
      },
    },
    async (request, reply) => {
      const { customerId } = request.params;
      const { context } = writeRequest(request, deps, undefined);
      const own = ownIds(request);
      const by = own === undefined ? 'admin' : 'customer';
      const customerIds = own ?? customers.idsOf(customerId);
      auditTargetNamed(request, customerId);
      const outcome = await customers.erase({ customerIds, by }, context);
      if (outcome.outcome !== 'erased') throw new ProblemError(problemOfOutcome(outcome));
      setWriteHeaders(reply, outcome);
      return reply.code(204).send(undefined);
    },
  );
};
