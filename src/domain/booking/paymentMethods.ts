/** Kinds of payment that the log names. What a caller calls any other is no text for a log that cannot be cleaned. */
const namedMethods: ReadonlySet<string> = new Set([
  ...['card', 'card-3ds', 'cash', 'voucher', 'invoice', 'terminal', 'link', 'paypal', 'klarna', 'affirm'],
  ...['apple_pay', 'google_pay', 'samsung_pay', 'amazon_pay', 'cashapp', 'revolut_pay', 'mobilepay'],
  ...['sepa_debit', 'us_bank_account', 'bank_transfer', 'ideal', 'bancontact', 'blik', 'eps', 'p24', 'swish'],
  ...['twint', 'alipay', 'wechat_pay', 'grabpay', 'promptpay', 'paynow', 'pix', 'upi', 'konbini', 'oxxo'],
]);

const otherMethod = 'other';

export const methodNamed = (method: string): string => (namedMethods.has(method) ? method : otherMethod);
