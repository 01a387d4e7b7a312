import type { components } from '../../../shared/api/schema.ts';

export type LogEvent = components['schemas']['Event'];

export const streamId = (stream: string): string => stream.slice(stream.indexOf('-') + 1);
export const categoryOf = (stream: string): string => stream.split('-', 1)[0] ?? stream;
