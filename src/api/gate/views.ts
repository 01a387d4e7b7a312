import type { z } from 'zod';
import type { TheaterTexts } from '../../commands/theater/theaterTexts.ts';
import type { RefusedScan } from '../../domain/gate/events.ts';
import type { GateState } from '../../domain/gate/gateDecider.ts';
import type { failedScanShown } from './schemas.ts';

/** A page of the newest scans; `before`: the number of the last one seen. Each scan's number is its place, from 1. */
export const failedScansPage = (
  { recorded, refused }: GateState,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): { readonly scans: readonly RefusedScan[]; readonly next: number | undefined } => {
  const first = recorded - refused.length + 1;
  const numbered = refused.map((scan, place) => ({ scan, number: first + place })).toReversed();
  const left = numbered.filter(({ number }) => before === undefined || number < before);
  const page = left.slice(0, limit);
  return {
    scans: page.map(({ scan }) => scan),
    next: left.length > page.length ? page.at(-1)?.number : undefined,
  };
};

/** Throws KeyStoreUnavailable. */
export const failedScanView = async (
  { where: sealed, offline, seatIds, ...scan }: RefusedScan,
  theaterId: string,
  texts: TheaterTexts,
): Promise<z.output<typeof failedScanShown>> => {
  const where = sealed === undefined ? undefined : await texts.open(theaterId, sealed);
  return {
    ...scan,
    offline: offline === true,
    ...(seatIds === undefined ? {} : { seatIds: [...seatIds] }),
    ...(where === undefined ? {} : { where }),
  };
};
