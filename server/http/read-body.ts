import type { IncomingMessage } from 'node:http';

/** `too-large` and `gone` (the sender left) instead of the text. */
export type Body = { text: string } | { failed: 'too-large' | 'gone' };

/** Reads a request's body up to `limitBytes`; the server's own time limit ends a body that never comes. */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes)
    return Promise.resolve({ failed: 'too-large' });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limitBytes) {
        request.pause();
        resolve({ failed: 'too-large' });
      } else chunks.push(chunk);
    });
    request.on('end', () => resolve({ text: Buffer.concat(chunks).toString('utf8') }));
    request.on('error', () => resolve({ failed: 'gone' }));
    request.on('close', () => resolve({ failed: 'gone' }));
  });
}
