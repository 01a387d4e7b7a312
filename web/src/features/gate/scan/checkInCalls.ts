import { api, dataOf } from '../../../shared/api/client.ts';
import type { Scan } from './Scan.ts';

/** A queue stands at the door: a network that is slower than this counts as none. */
const answerWithinMs = 3_000;
/** In the background there is time. */
const sentWithinMs = 20_000;

export type Asked = Pick<Scan, 'id' | 'code' | 'onlyShow' | 'scannedAt' | 'asked'>;

const bodyOf = ({ code, onlyShow }: Asked) => ({
  code,
  ...(onlyShow === undefined ? {} : { showtimeId: onlyShow }),
});

const post = (
  key: string,
  body: ReturnType<typeof bodyOf> & { seatIds?: string[]; scannedAt?: string },
  ms: number,
) =>
  dataOf(
    api.POST('/v1/checkins', {
      params: { header: { 'Idempotency-Key': key } },
      body,
      signal: AbortSignal.timeout(ms),
    }),
  );

export const askCheckIn = (asked: Asked, withinMs = answerWithinMs) =>
  post(asked.id, bodyOf(asked), withinMs);

/** As it was asked when the answer was lost: had it arrived, this gives its answer and is no second visitor. */
export const repeatCheckIn = (asked: Asked) => askCheckIn(asked, sentWithinMs);

/** Counts at its own time. */
export const sendOfflineScan = (scan: Scan) => {
  const { seatIds, scannedAt } = scan;
  return post(`${scan.id}-offline`, { ...bodyOf(scan), seatIds: [...seatIds], scannedAt }, sentWithinMs);
};

export const undoCheckIn = (checkinId: string, reason: string) =>
  dataOf(api.POST('/v1/checkins/{checkinId}/undo', { params: { path: { checkinId } }, body: { reason } }));
