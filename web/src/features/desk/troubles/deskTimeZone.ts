/** Of this device: what is stuck belongs to no one theater. */
export const deskTimeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
