import { decimalOf } from '../../../shared/format/money.ts';
import { kept } from '../../../shared/session/kept.ts';
import type { Planned } from './useSchedule.ts';

const terms = kept(sessionStorage, 'programme-terms');

/** Price, format and language as they were typed last: shows of a day are much alike. */
export const lastTerms = {
  get: (currency: string | undefined) => {
    const [price = '', of = '', format = '2D', language = 'en'] = terms.get()?.split('\n') ?? [];
    const isOfTheater = currency === undefined || currency === of;
    return { price: isOfTheater ? price : '', currency: currency ?? of, format, language };
  },
  keep: ({ basePrice, format, language }: Planned): void =>
    terms.set([decimalOf(basePrice), basePrice.currency, format, language].join('\n')),
};
