/** Whole tickets, with real typefaces: read back by a decoder that is not ours, and given texts of every kind. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create } from 'fontkit';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { createTicketKeys } from '../../../src/adapters/keys/ticketKeys.ts';
import { renderTicket } from '../../../src/adapters/ticket-rendering/renderTicket.ts';
import type { TicketText } from '../../../src/adapters/ticket-rendering/ticketText.ts';
import { unpackWoff } from '../../../src/adapters/ticket-rendering/unpackWoff.ts';
import { ticketMediaTypes } from '../../../src/ports/TicketRenderer.ts';
import { claims, seatsOf, ticketOf } from '../../domain/ticket/tickets.ts';
import { scanPdf, scanPng } from './scan.ts';

const keys = createTicketKeys(new Uint8Array(32).fill(7));
const codeFor = (count: number): Promise<string> =>
  keys.signTicket({ ...claims, seatIds: seatsOf(count).map(({ row, number }) => `${row}${number}`) });

const pagesOf = (pdf: Uint8Array): number =>
  [
    ...Buffer.from(pdf)
      .toString('latin1')
      .matchAll(/\/Type \/Page\b(?!s)/g),
  ].length;

describe.each([1, 3, 10, 40])('a ticket for %i', (count) => {
  it('carries its code where a scanner finds it', async () => {
    const code = await codeFor(count);
    const ticket = ticketOf(code, { seats: seatsOf(count) });
    expect(scanPng(await renderTicket(ticket, 'image/png'))).toBe(code);
    const pdf = await renderTicket(ticket, 'application/pdf');
    expect(scanPdf(pdf, 420, 595)).toBe(code);
    expect(pagesOf(pdf)).toBe(1);
  });
});

it('says in its SVG what it is, for those who cannot see it', async () => {
  const ticket = ticketOf(await codeFor(3), { movieTitle: 'Tom & Jerry <3' });
  const svg = new TextDecoder().decode(await renderTicket(ticket, 'image/svg+xml'));
  expect(svg).toContain('<title>Tom &amp; Jerry &lt;3: ticket K7M-2PQ-X4R</title>');
  expect(svg).toContain('Marquee Grand Vienna, Hall 5, Fri 21 Nov 2026, 19:30. Seats F8, F9, F10.');
  expect(svg).not.toContain('<text');
});

const endless = (character: string): Partial<TicketText> => ({
  movieTitle: character.repeat(5_000),
  theaterName: character.repeat(5_000),
  hallName: character.repeat(5_000),
  customerName: character.repeat(5_000),
  total: character.repeat(5_000),
});

describe('draws', () => {
  it.each<[string, Partial<TicketText>]>([
    ['no text at all', { movieTitle: '', theaterName: '', hallName: '', total: '', rating: '' }],
    ['no seats', { seats: [] }],
    ['letters without end', endless('m')],
    ['words without end', endless('ab ')],
    ['marks without end', { movieTitle: `a${'\u0301'.repeat(5_000)}` }],
    ['half a character', { movieTitle: 'a\ud83d', customerName: '\udc00' }],
    ['control characters', { movieTitle: 'a\u0000b\u001b[31m\uffff', customerName: '\u202eevil' }],
    ['emoji', { movieTitle: '👩‍👩‍👧‍👦 🎬', customerName: '🏳️‍🌈' }],
    ['an unknown script', { movieTitle: '𒀀𒁀', customerName: 'ᚠᚢᚦ' }],
    ['marks that cannot be shaped', { movieTitle: '฼ฮ์๲ดฬฺี', customerName: '฼ฮ์๲ดฬฺี' }],
    ['Arabic', { movieTitle: 'كفرناحوم', theaterName: 'سينما (زاوية) 21' }],
    ['Hebrew', { movieTitle: 'ואלס עם באשיר (2008)' }],
    ['Tamil, Khmer and Burmese', { movieTitle: 'விசாரணை', theaterName: 'រូបភាព', customerName: 'မြန်မာ' }],
    ['Hindi and Thai', { movieTitle: 'थ्री इडियट्स', customerName: 'ลุงบุญมีระลึกชาติ' }],
    ['Chinese, Japanese and Korean', { movieTitle: '卧虎藏龙 千と千尋の神隠し 기생충' }],
    ['Greek, Russian and Vietnamese', { movieTitle: 'Θίασος Солярис Mùi đu đủ xanh' }],
  ])('%s', async (_name, texts) => {
    const ticket = ticketOf(await codeFor(3), texts);
    for (const as of ticketMediaTypes) {
      const bytes = await renderTicket(ticket, as);
      if (as === 'application/pdf') expect(pagesOf(bytes)).toBe(1);
      if (as === 'image/png') expect(PNG.sync.read(Buffer.from(bytes)).width).toBe(1_260);
      if (as === 'image/svg+xml')
        expect(new TextDecoder('utf8', { fatal: true }).decode(bytes)).toMatch(/^<svg/);
    }
  });
});

it('fails for a code that no QR code can hold', async () => {
  await expect(renderTicket(ticketOf('x'.repeat(5_000)), 'image/png')).rejects.toThrow(/too big/i);
});

it('unpacks a compressed typeface into the same shapes', () => {
  const name = '@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff';
  const packed = readFileSync(createRequire(import.meta.url).resolve(name));
  const unpacked = unpackWoff(packed);
  expect(unpackWoff(unpacked)).toBe(unpacked);
  const fonts = [create(packed), create(unpacked)];
  const [one, other] = fonts.map((font) => ('layout' in font ? font.layout('Marquee') : undefined));
  expect(one?.glyphs.map(({ path }) => path.toSVG())).toEqual(other?.glyphs.map(({ path }) => path.toSVG()));
  expect(other?.advanceWidth).toBeGreaterThan(0);
});
