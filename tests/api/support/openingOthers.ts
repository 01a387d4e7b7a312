import { afterEach } from 'vitest';
import { openTestApp, type TestApp } from './testApp.ts';

/** Opens nodes beside the one under test; each is closed when its test is over. */
export const openingOthers = () => {
  const others: TestApp[] = [];
  afterEach(async () => {
    for (const each of others.splice(0)) await each.close();
  });
  return async (...args: Parameters<typeof openTestApp>): Promise<TestApp> => {
    const other = await openTestApp(...args);
    others.push(other);
    return other;
  };
};
