import { z } from 'zod';
import type { Commands } from '../../commands/Commands.ts';
import type { Recoveries } from '../../commands/recovery/recoveries.ts';
import type { Clock } from '../../ports/Clock.ts';
import { renewBookingAccess, renewedAccessEndMs } from '../booking/bookingAccess.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { type CodeRefusalDeps, earliestCodeRefusal } from '../http/codeRefusals.ts';
import { type MailBudgetDeps, mailBudget } from '../http/limits/mailBudget.ts';
import { ProblemError } from '../http/problems/Problem.ts';
import { problemOfOutcome } from '../http/problems/refusals.ts';
import { replyToWrite } from '../http/schemas.ts';
import { auditTargets } from '../http/security/addSecurityLog.ts';
import { doneOrProblem, setWriteHeaders } from '../http/writeAnswer.ts';
import { type WriteDeps, writeRequest } from '../http/writeRequest.ts';
import { confirmRecoveryBody, recoverBody, recoveredShown } from './schemas.ts';

export interface RecoveryRoutesDeps extends WriteDeps, MailBudgetDeps, CodeRefusalDeps {
  readonly recoveries: Recoveries;
  readonly commands: Pick<Commands, 'bookings' | 'requests'>;
  readonly clock: Clock;
}

export const recoveryRoutes = (app: ApiInstance, deps: RecoveryRoutesDeps): void => {
  const { recoveries, commands, secrets } = deps;
  const mailWithinBudget = mailBudget(app, deps);
  app.addHook('onClose', () => recoveries.settled());

  app.post(
    '/v1/bookings/recover',
    {
      schema: {
        operationId: 'recoverBooking',
        problems: ['budget-exhausted'],
        summary: 'Have an access code sent to the address of a booking',
        description:
          'Always 202, whether or not there is such a booking; a repeat under the same key is marked as one. The mail has eight digits alone on a line; they are good for ten minutes and five tries. At most five such mails per address and hour.',
        tags: ['book'],
        body: recoverBody,
        response: { 202: z.undefined().describe('Taken; nothing is told of the booking') },
      },
    },
    async (request, reply) => {
      const { context, newId } = writeRequest(request, deps, request.body);
      const codeId = newId('recovery-code');
      await mailWithinBudget(request, codeId, context);
      const taken = await recoveries.take(codeId, context);
      if (taken !== undefined) doneOrProblem(reply, taken);
      // Also for a repeat: the process that took the first request may have ended before the code was issued.
      recoveries.request(request.body, codeId, context);
      return reply.code(202).header('cache-control', 'no-store').send(undefined);
    },
  );

  app.post(
    '/v1/bookings/recover/confirm',
    {
      schema: {
        operationId: 'confirmRecovery',
        problems: ['invalid-code'],
        summary: 'Get access to a booking with the code of the mail',
        description: `${replyToWrite} A code works once. The token ends 90 days after the show, or after now if that is later.`,
        tags: ['book'],
        body: confirmRecoveryBody,
        response: { 200: recoveredShown },
      },
    },
    async (request, reply) => {
      const earliest = earliestCodeRefusal(deps);
      const { context } = writeRequest(request, deps, request.body);
      const outcome = await recoveries.confirm(request.body, context);
      if (outcome.outcome !== 'confirmed') {
        await earliest;
        throw new ProblemError(problemOfOutcome(outcome));
      }
      const { bookingId, confirmedAtMs } = outcome;
      auditTargets(request, [bookingId]);
      const { state } = await commands.bookings.read(bookingId);
      if (state.status === 'none') throw new Error(`booking ${bookingId} does not exist`);
      const endMs = renewedAccessEndMs(state.endsAt, confirmedAtMs);
      setWriteHeaders(reply, outcome);
      reply.header('cache-control', 'no-store');
      return { bookingId, accessToken: renewBookingAccess(secrets.bookingAccess, bookingId, endMs) };
    },
  );
};
