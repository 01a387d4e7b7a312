import type { FastifyReply } from 'fastify';
import type { ApiInstance } from './ApiInstance.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * The view's type guarantees the shape of the answer, so it is written as it is. Other answers are checked against
     * their schema as they are sent; tests check all.
     */
    typedAnswer?: boolean;
  }
}

/** For an answer that is kept as text: what the handler returns. A text with this type is sent as it is. */
export const jsonText = <Answer>(reply: FastifyReply, text: string): Answer => {
  reply.header('content-type', 'application/json; charset=utf-8');
  return text as unknown as Answer;
};

export const addTypedAnswers = (app: ApiInstance): void => {
  app.addHook('onRoute', (route) => {
    if (route.config?.typedAnswer === true) route.serializerCompiler = () => JSON.stringify;
  });
};
