import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import cron from 'node-cron';
import { loadConfig } from '../../../config/index.js';
import { createApp } from '../../../server/app.js';
import { freePort } from '../../given/free-port.js';

/**
 * The app with one deliberate fault: events are acknowledged at once and reach the app 700 ms later, so a kill in between
 * loses what was acknowledged. The control of the crash bench: it must be caught.
 */
const LATE_MS = 700;

const { PORT, ...env } = process.env;
const innerPort = await freePort();
const app = await createApp(loadConfig({ ...env, PORT: String(innerPort) }));
await app.listen();
cron.schedule('* * * * * *', () => app.work(), { noOverlap: true });
createServer((incoming, response) => void pass(incoming, response)).listen(Number(PORT), '127.0.0.1');

async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (incoming.url?.startsWith('/events')) {
    response.writeHead(200).end();
    setTimeout(() => forward(incoming, body, null), LATE_MS);
  } else forward(incoming, body, response);
}

function forward(incoming: IncomingMessage, body: Buffer, response: ServerResponse | null): void {
  const { method, headers, url } = incoming;
  const inner = request({ host: '127.0.0.1', port: innerPort, method, headers, path: url }, (answer) => {
    if (response === null) return void answer.resume();
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  inner.on('error', () => response?.destroy());
  inner.end(body);
}
