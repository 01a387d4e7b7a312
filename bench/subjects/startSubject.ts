import type { Bench } from '../Bench.ts';
import { benchLimits } from '../limits.ts';
import type { StageSize } from '../stage.ts';
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
  { size, profile = 'loopback', ...settings }: SubjectOptions = {},
): Promise<Subject> =>
  name === 'M' || name === 'B'
    ? startMarquee(bench, name, sizeOf(size), { profile, ...settings })
    : startPeer(bench, name, sizeOf(size), profile);
