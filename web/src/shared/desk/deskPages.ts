import type { deskNavMessages } from './deskNavMessages.ts';

type Label = keyof ReturnType<typeof deskNavMessages.get>;

/** What the desk's navigation shows, in this order. */
export const deskPages = [
  { to: '/desk', label: 'tonight' },
  { to: '/desk/search', label: 'search' },
  { to: '/desk/programme', label: 'programme' },
  { to: '/desk/halls', label: 'halls' },
  { to: '/desk/troubles', label: 'troubles' },
] as const satisfies readonly { readonly to: string; readonly label: Label }[];
