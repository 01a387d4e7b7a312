/** Answers a connection on which no HTTP request could be read, and closes it. */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { securityHeaders } from '../securityHeaders.ts';
import { type Problem, problemBody } from './Problem.ts';
import { problemKinds } from './problemKinds.ts';

export const answerUnreadable = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const detail =
    error.code === 'HPE_HEADER_OVERFLOW' ? 'The headers are too large' : 'This is not an HTTP request';
  const problem: Problem = { name: 'invalid-request', detail };
  const body = JSON.stringify(problemBody(problem, randomUUID()));
  const head = [
    `HTTP/1.1 ${problemKinds[problem.name].status} Bad Request`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    ...securityHeaders.map(([name, value]) => `${name}: ${value}`),
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
};
