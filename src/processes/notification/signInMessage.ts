import type { WriteMessage } from './MessageWriters.ts';

export interface SignInMessageDeps {
  /** The code that a message tells; undefined when it has expired. */
  accessCode(messageId: string): Promise<string | undefined>;
  /** Where the code goes; undefined when it has expired. */
  signInAddress(messageId: string): Promise<string | undefined>;
}

const textOf = (code: string): string =>
  [
    'Hello,',
    'this code signs you in. It is good for ten minutes:',
    code,
    'If you did not ask for it, you need not do anything. Tell it to no one.',
    '',
  ].join('\n\n');

export const signInMessage =
  ({ accessCode, signInAddress }: SignInMessageDeps): WriteMessage =>
  async ({ messageId, kind }) => {
    const [code, email] = await Promise.all([accessCode(messageId), signInAddress(messageId)]);
    if (code === undefined || email === undefined) return 'too-late';
    const written = { subject: 'Your sign-in code', text: textOf(code) };
    return { id: messageId, kind, to: { name: '', email }, ...written, attachments: [] };
  };
