import { describe, expect, it } from 'vitest';
import { asciiEmail, isEmailAddress } from '../../../src/commands/customer/emailAddress.ts';
import { normalisedEmail } from '../../../src/commands/customer/guestCustomer.ts';

describe('an e-mail address', () => {
  it.each([
    'ada@example.com',
    "o'hara+tickets@example.co.uk",
    'first/last@example.com',
    'a@xn--bcher-kva.example',
    'a@example.xn--p1ai',
    'a@bücher.example',
    'a@пример.рф',
    'a@例え.テスト',
  ])('is %s', (email) => {
    expect(isEmailAddress(email)).toBe(true);
  });

  it.each([
    '',
    'ada',
    '@example.com',
    'ada@',
    'ada@localhost',
    'ada@10.0.0.1',
    'a b@example.com',
    'a@exa mple.com',
    '.a@example.com',
    'a..b@example.com',
    'a.@example.com',
    'a@b@example.com',
    'a@example.com\r\nBcc: b@example.com',
    'a@bücher.example\n',
    'a@-.рф',
  ])('is not %j', (email) => {
    expect(isEmailAddress(email)).toBe(false);
  });

  it('is the same in ASCII and in its own script', () => {
    expect(asciiEmail('Ada@bücher.example')).toBe('Ada@xn--bcher-kva.example');
    expect(normalisedEmail('Ada@BÜCHER.example')).toBe('ada@xn--bcher-kva.example');
    expect(normalisedEmail(' ada@xn--bcher-kva.example ')).toBe('ada@xn--bcher-kva.example');
  });

  it('with a domain in ASCII is hashed as it always was', () => {
    for (const email of ['Ada@Example.COM', 'a@xn--zzzz-.com', ' a@b.co ']) {
      expect(normalisedEmail(email)).toBe(email.trim().toLowerCase());
    }
  });
});
