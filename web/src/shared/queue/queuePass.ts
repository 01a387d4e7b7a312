import { kept } from '../session/kept.ts';

const passOf = (showtimeId: string) => kept(sessionStorage, `queue-admission.${showtimeId}`);

/** What the waiting room of a showtime gave when it was this guest's turn. */
export const queuePass = {
  keep: (showtimeId: string, admission: string): void => passOf(showtimeId).set(admission),
  headerFor: (showtimeId: string): { 'Queue-Admission'?: string } => {
    const admission = passOf(showtimeId).get();
    return admission === undefined ? {} : { 'Queue-Admission': admission };
  },
};
