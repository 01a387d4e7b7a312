import type { components } from '../../../shared/api/schema.ts';

export type LogEvent = Omit<components['schemas']['Event'], 'data'> & {
  readonly data: Readonly<Record<string, unknown>>;
};

export const streamOf = (category: string, id: string): string => `${category}-${id}`;
export const streamId = (stream: string): string => stream.slice(stream.indexOf('-') + 1);
export const categoryOf = (stream: string): string => stream.split('-', 1)[0] ?? stream;
