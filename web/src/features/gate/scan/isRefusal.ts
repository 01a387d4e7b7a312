import { isProblem, type Problem } from '../../../shared/api/Problem.ts';

const statuses: readonly number[] = [400, 403, 404, 409, 422];

/** The box office has decided. Any other failure leaves the decision to the gate. */
export const isRefusal = (error: unknown): error is Problem =>
  isProblem(error) && statuses.includes(error.status) && error.kind !== 'request-in-progress';
