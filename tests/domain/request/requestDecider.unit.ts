/** A key stands for one body until that body's request was refused, or is known to have come to nothing. */
import { it } from 'vitest';
import type { RequestEvent } from '../../../src/domain/request/events.ts';
import { requestDecider } from '../../../src/domain/request/requestDecider.ts';
import { specification } from '../../support/given.ts';
import { uuid } from '../../support/showtimes.ts';

const { given } = specification(requestDecider);
const claimedMs = Date.parse('2026-12-01T20:00:00.000Z');
const target = uuid(1);
const claim = (body: string, atMs = claimedMs): RequestEvent => ({
  type: 'RequestClaimed',
  data: { body, target, claimedAt: new Date(atMs).toISOString() },
});
const released: RequestEvent = { type: 'RequestReleased', data: {} };
const refusal = (mayRun: boolean) =>
  ({ reason: 'RequestClaimed', target, claimedAt: new Date(claimedMs).toISOString(), mayRun }) as const;

it('takes a key that is free, and one that was given back', () => {
  const command = { type: 'ClaimRequest', body: 'a', target, nowMs: claimedMs } as const;
  given().when(command).gives(claim('a'));
  given(claim('b'), released).when(command).gives(claim('a'));
});

it('has nothing to do for the same body', () => {
  const later = { body: 'a', target, nowMs: claimedMs + 60_000 } as const;
  given(claim('a'))
    .when({ type: 'ClaimRequest', ...later })
    .givesNothing();
  given(claim('a'))
    .when({ type: 'CheckRequest', ...later })
    .givesNothing();
  given()
    .when({ type: 'CheckRequest', ...later })
    .givesNothing();
});

it.each([
  [29_999, true],
  [30_000, false],
])('refuses another body, and says after %i ms whether the first may still run', (ms, mayRun) => {
  const command = { body: 'b', target: uuid(2), nowMs: claimedMs + ms } as const;
  given(claim('a'))
    .when({ type: 'ClaimRequest', ...command })
    .isRefused(refusal(mayRun));
  given(claim('a'))
    .when({ type: 'CheckRequest', ...command })
    .isRefused(refusal(mayRun));
});

it('gives the key of a claim that came to nothing to one other, not to two', () => {
  const nowMs = claimedMs + 40_000;
  const instead = new Date(claimedMs).toISOString();
  given(claim('a'))
    .when({ type: 'ClaimRequest', body: 'b', target, instead, nowMs })
    .gives(claim('b', nowMs));
  const claimedAt = new Date(nowMs).toISOString();
  given(claim('a'), claim('b', nowMs))
    .when({ type: 'ClaimRequest', body: 'c', target, instead, nowMs })
    .isRefused({ reason: 'RequestClaimed', target, claimedAt, mayRun: true });
});

it('is given back by its own request only, once', () => {
  const release = { type: 'ReleaseRequest', body: 'a', nowMs: claimedMs } as const;
  given(claim('a')).when(release).gives(released);
  given(claim('b')).when(release).givesNothing();
  given(claim('a'), released).when(release).givesNothing();
  given().when(release).givesNothing();
});
