/** The pages as the program serves them: which URLs are pages, what is kept how long, what a page may load. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPageFiles } from '../../../src/api/pages/PageFiles.ts';
import { pagePolicy } from '../../../src/api/pages/pagePolicy.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let folder: string;
let target: TestApp;

const html = '<!doctype html><title>Marquee</title>';
const script = 'export const answer = 42;';
const list = [
  { path: '/', uses: [] },
  { path: '/films/:id', uses: [] },
  {
    path: '/checkout/:holdId',
    uses: ['payment'],
    scripts: ['assets/pay-abc.js', 'assets/card-abc.js'],
    styles: ['assets/pay-abc.css'],
  },
  { path: '/shows/:id', uses: ['turnstile'] },
  { path: '/desk/*?', uses: [] },
  { path: '/gate/*?', uses: ['camera'] },
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-pages-'));
  await mkdir(join(folder, 'dist/assets'), { recursive: true });
  const file = (name: string, content: string | Buffer) => writeFile(join(folder, 'dist', name), content);
  await writeFile(join(folder, 'secret.txt'), 'not for the world');
  await file('index.html', html);
  await file('pages.json', JSON.stringify(list));
  await file('icon.svg', '<svg/>');
  await file('assets/index-abc.js', script);
  await file('assets/index-abc.js.br', brotliCompressSync(script));
  target = await openTestApp({
    deps: { pages: readPageFiles(join(folder, 'dist')), outsideScripts: ['payment'] },
  });
});
afterAll(async () => {
  await target.close();
  await rm(folder, { recursive: true });
});

const get = (url: string, headers: Readonly<Record<string, string>> = {}) =>
  target.app.inject({ url, headers: { ...headers } });
const asBrowser = { accept: 'text/html,application/xhtml+xml' };

describe('the document', () => {
  it.each(['/', '/films/1', '/films/1?lang=de', '/desk', '/desk/halls/3'])('is sent at %s', async (url) => {
    const { statusCode, headers, body } = await get(url);
    expect([statusCode, body, headers['cache-control']]).toEqual([200, html, 'private, no-cache']);
    expect(headers['content-security-policy']).not.toMatch(/unsafe|js\.stripe\.com/);
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
  });

  it('says what its page needs besides itself, so that a browser fetches it at once', async () => {
    expect((await get('/checkout/1')).headers.link).toBe(
      '</assets/pay-abc.js>; rel=modulepreload, </assets/card-abc.js>; rel=modulepreload, ' +
        '</assets/pay-abc.css>; rel=preload; as=style; crossorigin',
    );
    expect((await get('/films/1')).headers.link).toBeUndefined();
  });

  it('may load the script of the payment provider at the checkout, if the settings call for one', async () => {
    const { headers } = await get('/checkout/1');
    expect(headers['content-security-policy']).toContain(
      "script-src 'self' https://js.stripe.com https://*.js.stripe.com;",
    );
  });

  it('may load nothing that the settings do not call for', async () => {
    const { headers } = await get('/shows/1');
    expect(headers['content-security-policy']).not.toContain('challenges.cloudflare.com');
    expect(pagePolicy(['turnstile'])).toContain("script-src 'self' https://challenges.cloudflare.com;");
  });

  it('may use the camera at the gate only', async () => {
    expect((await get('/gate')).headers['permissions-policy']).toBe('camera=(self), microphone=()');
    expect((await get('/desk')).headers['permissions-policy']).toBe('camera=(), microphone=()');
    expect((await get('/nothing/here', asBrowser)).headers['permissions-policy']).toContain('camera=()');
  });

  it('is sent with 404 to a browser at a URL that is no page', async () => {
    const { statusCode, body } = await get('/nothing/here', asBrowser);
    expect([statusCode, body]).toEqual([404, html]);
    expect((await get('/nothing/here')).headers['content-type']).toContain('application/problem+json');
  });

  it.each(['/v1/nothing', '/health/nothing', '/problems/nothing', '/tile/0/1'])(
    'is never sent at %s',
    async (url) => {
      const { statusCode, headers } = await get(url, asBrowser);
      expect([statusCode, headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8']);
    },
  );
});

it.each(['/%2e%2e/%2e%2e', '/%2E', '//', '/films/../..'])('has no page at %s', (pathname) => {
  expect(readPageFiles(join(folder, 'dist'))?.pageAt(pathname)).toBeUndefined();
});

describe('a file', () => {
  it('is kept for ever when its name has a hash, and for an hour otherwise', async () => {
    const asset = await get('/assets/index-abc.js');
    expect([asset.body, asset.headers['cache-control']]).toEqual([
      script,
      'public, max-age=31536000, immutable',
    ]);
    expect((await get('/icon.svg')).headers['cache-control']).toBe('public, max-age=3600');
  });

  it('carries no guest session, which a shared cache would hand on', async () => {
    expect((await get('/assets/index-abc.js')).headers['guest-session']).toBeUndefined();
  });

  it('is sent as it was compressed by the build', async () => {
    const { headers, rawPayload } = await get('/assets/index-abc.js', { 'accept-encoding': 'br' });
    expect([headers['content-encoding'], rawPayload]).toEqual(['br', brotliCompressSync(script)]);
  });

  it('answers HEAD without a body', async () => {
    const { statusCode, body } = await target.app.inject({ method: 'HEAD', url: '/assets/index-abc.js' });
    expect([statusCode, body]).toEqual([200, '']);
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%5c..%5c..%5csecret.txt',
    '/pages.json',
    '/index.html',
    '/assets/index-abc.js.br',
    '/assets/',
  ])('is not found at %s', async (url) => {
    const { statusCode, body } = await get(url);
    expect([statusCode, body.includes('not for the world')]).toEqual([404, false]);
  });
});

it('is without pages where none were built', () => {
  expect(readPageFiles(join(folder, 'nowhere'))).toBeUndefined();
});
