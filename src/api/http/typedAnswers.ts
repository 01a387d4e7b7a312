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

/** An answer that is kept as text. */
export const sendJsonText = (reply: FastifyReply, text: string): FastifyReply =>
  reply.header('content-type', 'application/json; charset=utf-8').send(text);

export const addTypedAnswers = (app: ApiInstance): void => {
  app.addHook('onRoute', (route) => {
    if (route.config?.typedAnswer === true) route.serializerCompiler = () => JSON.stringify;
  });
};
