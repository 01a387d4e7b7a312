/** How far this device's clock is behind the server's. Holds end by the server's. */
let behindMs = 0;

/** `Date` has whole seconds. */
const halfSecondMs = 500;

export const serverClock = {
  nowMs: (): number => Date.now() + behindMs,
  note: (response: Response): void => {
    const date = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(date)) behindMs = date + halfSecondMs - Date.now();
  },
};
