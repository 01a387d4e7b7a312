import type { Problem } from '../../api/Problem.ts';

/** Gives the value of Bot-Check for the fields of a challenge; undefined when there is none to be had. */
export type Answering = (body: Problem['body'], signal: AbortSignal) => Promise<string | undefined>;

/** The id of the element in which a widget may ask something. */
export const checkPlace = 'person-check';
