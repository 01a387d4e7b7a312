/** A printed ticket as a stranger sees it. */
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { expect } from 'vitest';

/** A ticket's bytes. `path` is that of its booking. */
export const downloadTicket = async (
  url: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  accept: string,
): Promise<Buffer> => {
  const answer = await fetch(`${url}${path}/ticket`, { headers: { ...headers, accept } });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, accept]);
  return Buffer.from(await answer.arrayBuffer());
};

/** What a decoder that is not ours reads from it. */
export const readTicketCode = async (
  url: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<string> => {
  const picture = await downloadTicket(url, path, headers, 'image/png');
  const { data, width, height } = PNG.sync.read(picture);
  return jsqr.default(new Uint8ClampedArray(data), width, height)?.data ?? '';
};
