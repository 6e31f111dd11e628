import { parseArgs } from 'node:util';
import { startPortal, type PortalOptions } from './start-portal.js';

/** `tsx test/portal/main.ts --port N [--auth-port M] [--seed S] [--empty] [--card old|new] [--language ru|en] …` */

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8090' },
    'auth-port': { type: 'string', default: '0' },
    seed: { type: 'string' },
    empty: { type: 'boolean', default: false },
    card: { type: 'string', default: 'new' },
    language: { type: 'string', default: 'ru' },
    'request-limit-ms': { type: 'string', default: '60000' },
    now: { type: 'string' },
    clock: { type: 'string', default: 'real' },
    'client-id': { type: 'string' },
    'client-secret': { type: 'string' },
    'app-code': { type: 'string' },
    'app-url': { type: 'string' },
    'installer-url': { type: 'string' },
    'event-url': { type: 'string' },
  },
});

function appOptions(): NonNullable<PortalOptions['app']> {
  const pairs = {
    clientId: values['client-id'],
    clientSecret: values['client-secret'],
    code: values['app-code'],
    handlerUrl: values['app-url'],
    installerUrl: values['installer-url'],
    eventUrl: values['event-url'],
  };
  return Object.fromEntries(Object.entries(pairs).filter(([, value]) => value !== undefined));
}

const portal = await startPortal({
  port: Number(values.port),
  authPort: Number(values['auth-port']),
  empty: values.empty,
  card: values.card === 'old' ? 'old' : 'new',
  language: values.language === 'en' ? 'en' : 'ru',
  requestLimitMs: Number(values['request-limit-ms']),
  clockMode: values.clock === 'manual' ? 'manual' : 'real',
  app: appOptions(),
  ...(values.seed === undefined ? {} : { seed: values.seed }),
  ...(values.now === undefined ? {} : { now: values.now }),
});

const { clientId, clientSecret, code } = portal.world.settings.app;
process.stdout.write(
  `${JSON.stringify({
    portal: portal.url,
    auth: portal.authUrl,
    memberId: portal.memberId,
    control: `${portal.url}/control/`,
    app: { clientId, clientSecret, code },
  })}\n`,
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    void portal.stop().then(() => process.exit(0));
  });
}
