/** Whether a text would be a link, or could be typed as one, in a mail. */
import { parse } from 'tldts';

const schemes =
  /(?:^|[^\p{L}\p{N}])(?:[a-z][a-z0-9+.-]{1,20}:\/\/|(?:https?|ftp|mailto|tel|sms|javascript|data):(?=\S))/iu;
const www = /(?:^|[^\p{L}\p{N}])www\p{Nd}{0,2}\./iu;
const domains =
  /[\p{L}\p{M}\p{N}\p{Extended_Pictographic}][\p{L}\p{M}\p{N}\p{Extended_Pictographic}._-]*\.[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}]/gu;
const quad = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const dots = /[.。．｡․‧∙]/gu;
/** Written without a space, such as Md.Islam, which is a domain by its form. */
const titles =
  /^(?:mrs?|ms|miss|mx|drs?|st|md|mst|prof|jr|sr|sra|srta|mme|mlle|fr|hr|ing|mag|dipl|rev|hon|capt|lt|col|sgt)\.[^.]+$/i;

/** As a reader takes it: compatible forms are one, and what is not seen is not there. */
const asRead = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}|\p{Variation_Selector}|\u034f/gu, '')
    .replaceAll(dots, '.');

const isDomain = (text: string): boolean => {
  const { isIcann, domain } = parse(text, { validateHostname: false });
  return quad.test(text) || (isIcann === true && domain !== null && !titles.test(text));
};

export const hasWebAddress = (text: string): boolean => {
  const read = asRead(text);
  if (schemes.test(read) || www.test(read)) return true;
  return (read.match(domains) ?? []).some(isDomain);
};

/** A catalog may have films that are named after a domain, such as Startup.com; a link is more than that. */
export const hasLink = (text: string): boolean => {
  const read = asRead(text);
  return schemes.test(read) || www.test(read) || /\p{L}\.\p{L}{2,}[/:?#@]|@\S+\.\p{L}/u.test(read);
};
