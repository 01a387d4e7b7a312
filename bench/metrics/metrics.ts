/** Every metric, in the order of the page. */
import { before } from './before.ts';
import { p13 } from './coldShowtime.ts';
import { p12 } from './crowd.ts';
import { p2, p3, p14 } from './crowding.ts';
import { p17 } from './endToEnd.ts';
import { eventstoredb } from './eventstoredb.ts';
import { honestCrowd } from './honestCrowd.ts';
import { p4 } from './loneCaller.ts';
import type { Metric } from './Metric.ts';
import { profile, profileOnEventStoreDb } from './profile.ts';
import { p8 } from './quietNeighbour.ts';
import { p10, p11 } from './reading.ts';
import { p15 } from './readModelLag.ts';
import { rebuild } from './rebuild.ts';
import { p16 } from './residentHeap.ts';
import { p18 } from './slowGateway.ts';
import { p1, p1b, p1c, p6, p7 } from './stampede.ts';
import { p9 } from './twoNodes.ts';
import { web } from './web.ts';

export const metrics: readonly Metric[] = [
  p1,
  p1b,
  p1c,
  p2,
  p3,
  p4,
  p6,
  p7,
  p8,
  p9,
  p10,
  p11,
  p12,
  p13,
  p14,
  p15,
  p16,
  p17,
  p18,
  honestCrowd,
  eventstoredb,
  rebuild,
  web,
  before,
  profile,
  profileOnEventStoreDb,
];

/** Those with these ids, in the order of the page; without ids those of a quick or a full run. Throws for an unknown id. */
export const chosenMetrics = (ids: readonly string[], quick: boolean): readonly Metric[] => {
  if (ids.length === 0) return metrics.filter(({ when }) => when === 'quick' || (when === 'full' && !quick));
  const unknown = ids.filter((id) => !metrics.some((metric) => metric.id === id));
  if (unknown.length > 0) {
    const known = metrics.map(({ id }) => id).join(', ');
    throw new Error(`${unknown.join(', ')}: no such metric; there are ${known}`);
  }
  return metrics.filter(({ id }) => ids.includes(id));
};
