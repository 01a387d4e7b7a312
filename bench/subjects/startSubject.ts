import type { Bench } from '../Bench.ts';
import { benchLimits } from '../limits.ts';
import type { StageSize } from '../stage.ts';
import { startOnEventStoreDb } from './eventStoreDb.ts';
import { startMarquee } from './marquee.ts';
import { startPeer } from './peer.ts';
import type { Subject, SubjectName, SubjectOptions } from './Subject.ts';

const sizeOf = (size: Partial<StageSize> = {}): StageSize => ({
  showtimes: benchLimits.hotShowtimes,
  seats: benchLimits.hallSeats,
  halls: 1,
  ...size,
});

export const startSubject = (
  bench: Bench,
  name: SubjectName,
  { size: wanted, profile = 'loopback', ...settings }: SubjectOptions = {},
): Promise<Subject> => {
  const size = sizeOf(wanted);
  if (name === 'M' || name === 'ML' || name === 'B')
    return startMarquee(bench, name, size, { profile, ...settings });
  if (name === 'ME' || name === 'MR') return startOnEventStoreDb(bench, name, size, settings);
  return startPeer(bench, name, size, profile);
};
