import { domainToASCII } from 'node:url';
import { z } from 'zod';

const isAscii = /^\p{ASCII}*$/u;
const dotsApart = /^(?!\.)(?!.*\.\.).*[^.]$/;
const namedDomain = /\.(?=.*[a-z])[a-z0-9-]+$/;

const split = (email: string): readonly [string, string] => {
  const at = email.lastIndexOf('@');
  return [email.slice(0, at), email.slice(at + 1)];
};

/** The address with its domain in ASCII ("bücher.example" becomes "xn--bcher-kva.example"); one in ASCII as it is. */
export const asciiEmail = (email: string): string => {
  const [local, domain] = split(email);
  if (isAscii.test(domain)) return email;
  return `${local}@${domainToASCII(domain)}`;
};

/** Whether mail can be sent there: the rule of HTML's email field, domains of any script, at least two labels. */
export const isEmailAddress = (email: string): boolean => {
  if (z.regexes.email.test(email)) return true;
  // Making a domain ASCII drops line ends, which would end a mail's header.
  if (/[\s\p{Cc}\p{Cf}]/u.test(email)) return false;
  const ascii = asciiEmail(email);
  const [local, domain] = split(ascii);
  return z.regexes.html5Email.test(ascii) && dotsApart.test(local) && namedDomain.test(domain.toLowerCase());
};
