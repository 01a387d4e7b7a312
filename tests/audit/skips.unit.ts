/** What operators let readers pass over is listed, gone on from, and is no conflict. */
import { expect, it } from 'vitest';
import { Audit } from '../../src/audit/Audit.ts';
import { auditOf, renumbered, type ToldEvent, toldLog } from './toldLog.ts';

const skipIn = async (more: Partial<ToldEvent> = {}): Promise<readonly ToldEvent[]> => {
  const log = await toldLog();
  const [first] = log;
  const booking = log.find(({ type }) => type === 'BookingInitiated');
  if (first === undefined || booking === undefined) throw new Error('no booking');
  const { position, revision, type } = booking;
  const data = { reader: 'bookings', position, revision, type, reason: { box: 'c2VhbGVk' } };
  const act = { ...first, stream: `parking-${booking.stream}`, type: 'ParkedEventSkipped', version: 1, data };
  return renumbered([...log, { ...act, by: 'admin somebody', ...more }]);
};

it('lists what was skipped, by whom, and counts no conflict', async () => {
  const log = await skipIn();
  const audit = auditOf(log);
  const stream = log.at(-1)?.stream.slice('parking-'.length);
  const booking = log.find(({ type }) => type === 'BookingInitiated');
  expect(audit.conflicts).toEqual([]);
  expect(audit.skips.all).toEqual([
    {
      ...{ reader: 'bookings', stream, type: 'BookingInitiated', at: log.at(-1)?.at },
      ...{ position: booking?.position, revision: booking?.revision },
      ...{ by: 'admin somebody', reason: 'c2VhbGVk' },
    },
  ]);
  expect(audit.skips.streamsOf('bookings')).toEqual([stream]);
  expect(audit.skips.streamsOf('availability')).toEqual([]);
});

it('knows them still when it goes on from what it kept', async () => {
  const audit = auditOf(await skipIn());
  expect(new Audit(structuredClone(audit.shape)).skips.all).toEqual(audit.skips.all);
});

it('tells of one that cannot be read', async () => {
  const { conflicts } = auditOf(await skipIn({ data: { reader: 'bookings' } }));
  expect(conflicts.map(({ what }) => what)).toEqual([
    'ParkedEventSkipped cannot be read: position is not a text',
  ]);
});
