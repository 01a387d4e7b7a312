import { expect, it } from 'vitest';
import { hasLink, hasWebAddress } from '../../../src/commands/customer/webAddresses.ts';

it.each([
  ...['http://x', 'HTTPS://Example.org', 'www.spam', 'Win at spam.com', 'bit.ly/x', 'a.b.co.uk', 'spam.com!'],
  ...[
    'see(spam.com)',
    'SPAM.SHOP now',
    'spam.xyz:8080',
    'user.github.io',
    'm.me',
    'spam..com',
    'Ada\nspam.org',
  ],
  // Other scripts, other dots, other widths, and letters that are not seen.
  ...['пример.рф', '例子.中国', 'مثال.السعودية', 'उदाहरण.भारत', 'xn--e1afmkfd.xn--p1ai', 'ѕpam.com'],
  ...['spam。com', 'spam．com', 'spam․com', 'ｓｐａｍ．ｃｏｍ', 'spam.c\u200bom', 'spam\u00ad.com', 'i❤️.ws'],
  ...[
    'ada@example.org',
    'mailto:x',
    'tel:0900',
    'javascript:alert(1)',
    '192.168.0.1',
    '1.1.1.1',
    'tg://join',
  ],
])('takes %j for a web address', (text) => {
  expect(hasWebAddress(text)).toBe(true);
});

it.each([
  ...[
    'Ada Lovelace',
    'J.R.R. Tolkien',
    'St.John',
    'Md.Islam',
    'Mr.Black',
    'Dr.Bond',
    'B.B.King',
    'Anna.Maria',
  ],
  ...['O’Brien', 'Jean-Luc', 'Sammy Davis Jr.', 'Acme Inc.', 'X Æ A-12', 'Buyer 1.5', 'da Silva, J.', 'Ng'],
  ...['山田 太郎', 'Иван Иванов', 'Müller & Co.', '김.철수', 'محمد علي', 'Zoë'],
])('takes %j for a name', (text) => {
  expect(hasWebAddress(text)).toBe(false);
});

it('knows a film that is named like a domain from a link', () => {
  const films = ['Startup.com', 'E.T.', 'Face/Off', 'S.W.A.T.', 'WALL·E', 'Mission: Impossible', 'Data: x'];
  expect(films.filter(hasLink)).toEqual([]);
  const links = ['https://spam.example', 'Win: www.spam.com', 'spam.com/win', 'spam.com:80', 'ada@spam.com'];
  expect(links.filter((text) => !hasLink(text))).toEqual([]);
});

it('judges the longest name in little time', () => {
  const startedMs = performance.now();
  for (const unit of ['a.', 'a-', '.', 'a:', 'www', 'a.b-', '😀.']) hasWebAddress(unit.repeat(200));
  expect(performance.now() - startedMs).toBeLessThan(200);
});
