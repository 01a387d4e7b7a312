import { z } from 'zod';
import type { SignIns } from '../../commands/identity/signIns.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { type CodeRefusalDeps, earliestCodeRefusal } from '../http/codeRefusals.ts';
import { type MailBudgetDeps, mailBudget } from '../http/limits/mailBudget.ts';
import { ProblemError } from '../http/problems/Problem.ts';
import { problemOfOutcome } from '../http/problems/refusals.ts';
import { replyToWrite } from '../http/schemas.ts';
import { doneOrProblem, setWriteHeaders } from '../http/writeAnswer.ts';
import { writeRequest } from '../http/writeRequest.ts';
import { confirmSignInBody, signedInShown, signInBody } from './schemas.ts';
import { type SessionRoutesDeps, signedInView } from './sessionRoutes.ts';

export interface SignInRoutesDeps extends SessionRoutesDeps, MailBudgetDeps, CodeRefusalDeps {
  readonly signIns: SignIns;
}

export const signInRoutes = (app: ApiInstance, deps: SignInRoutesDeps): void => {
  const { signIns, sessions } = deps;
  const mailWithinBudget = mailBudget(app, deps);
  app.addHook('onClose', () => signIns.settled());

  app.post(
    '/v1/sign-in/email',
    {
      schema: {
        operationId: 'requestSignInCode',
        problems: ['budget-exhausted'],
        summary: 'Have a sign-in code sent to an address',
        description:
          'Always 202. The mail has eight digits alone on a line; they are good for ten minutes and five tries. At most five mails with a code go to an address in an hour, those that open a booking included.',
        tags: ['account'],
        body: signInBody,
        response: { 202: z.undefined().describe('Taken') },
      },
    },
    async (request, reply) => {
      const { context, newId } = writeRequest(request, deps, request.body);
      const codeId = newId('sign-in-code');
      await mailWithinBudget(request, codeId, context);
      const taken = await signIns.take(codeId, context);
      if (taken !== undefined) doneOrProblem(reply, taken);
      // Also for a repeat: the process that took the first request may have ended before the code was issued.
      signIns.request(request.body.email, codeId, context);
      return reply.code(202).header('cache-control', 'no-store').send(undefined);
    },
  );

  app.post(
    '/v1/sign-in/email/confirm',
    {
      schema: {
        operationId: 'confirmSignIn',
        problems: ['invalid-code'],
        summary: 'Sign in with the code of the mail',
        description: `${replyToWrite} What was booked with this address without an account belongs to the customer from now on.`,
        tags: ['account'],
        body: confirmSignInBody,
        response: { 200: signedInShown },
      },
    },
    async (request, reply) => {
      const earliest = earliestCodeRefusal(deps);
      const { context } = writeRequest(request, deps, request.body);
      const outcome = await signIns.confirm(request.body, context);
      if (outcome.outcome !== 'confirmed') {
        await earliest;
        throw new ProblemError(problemOfOutcome(outcome));
      }
      const { codeId: id, customerId: subject, confirmedAtMs: startedAtMs } = outcome;
      const tokens = await sessions.start({ id, subject, startedAtMs });
      setWriteHeaders(reply, outcome);
      reply.header('cache-control', 'no-store');
      return signedInView(request, deps, tokens);
    },
  );
};
