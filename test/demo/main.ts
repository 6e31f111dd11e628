import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import cron from 'node-cron';
import { loadConfig } from '../../config/index.js';
import { type App, createApp } from '../../server/app.js';
import { freePort } from '../given/free-port.js';
import { APP_KEYS, envFor, installInto, openSession } from '../given/start-world.js';
import { type Portal, startPortal } from '../portal/index.js';
import { fillBoard } from './board.js';
import { linkCompanies } from './crm.js';
import { directoryOf, sellPackages, setUpClients, whoIsWho } from './department.js';
import { handWork } from './hands.js';
import { say } from './say.js';
import { publishSprint } from './sprint.js';
import { tellStory } from './story.js';

const { values } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    port: { type: 'string', default: '8090' },
    'app-port': { type: 'string', default: '8080' },
    card: { type: 'string', default: 'new' },
    seed: { type: 'string', default: 'demo' },
    language: { type: 'string', default: 'ru' },
  },
});

/** The app and a simulated portal in one process, on a database of their own that is thrown away at the end. */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'support-hours-demo-'));
  const appPort = values.once ? await freePort() : Number(values['app-port']);
  const appUrl = `http://127.0.0.1:${appPort}`;
  say('Simulated portal', 'a support department with 90 days behind it');
  const portal = await startPortal({
    seed: values.seed,
    card: values.card === 'old' ? 'old' : 'new',
    language: values.language === 'en' ? 'en' : 'ru',
    ...(values.once ? {} : { port: Number(values.port) }),
    app: {
      ...APP_KEYS,
      handlerUrl: `${appUrl}/app`,
      installerUrl: `${appUrl}/install`,
      eventUrl: `${appUrl}/events`,
    },
  });
  const database = { DATABASE_URL: join(folder, 'hours.sqlite'), LOG_LEVEL: 'warn' };
  const app = await createApp(loadConfig({ ...envFor(portal, { port: appPort, appUrl }), ...database }));
  await app.listen();
  await prepare(portal, app, appUrl);
  const end = async (): Promise<void> => {
    await app.stop();
    await portal.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  if (values.once) {
    await tellStory(portal, app, appUrl);
    await end();
    return;
  }
  stayOpen(portal, app, end);
}

async function prepare(portal: Portal, app: App, appUrl: string): Promise<void> {
  say(
    'Install',
    'installer page, tokens verified at the auth server, events and placements bound, first mirror',
  );
  fillBoard(portal);
  await installInto(portal, app, appUrl);
  const manager = await openSession(portal, appUrl, directoryOf(portal).adminId);
  await setUpClients(portal, manager);
  await sellPackages(portal, manager);
  await linkCompanies(portal, manager);
  await app.settle({ sweep: true });
  await publishSprint(portal, manager);
  await app.settle();
  await handWork(portal, app, appUrl, manager);
}

function stayOpen(portal: Portal, app: App, end: () => Promise<void>): void {
  const ticks = cron.schedule('* * * * * *', () => app.work(), { noOverlap: true });
  say('Open in a browser', `${portal.url}/`);
  say('', '«Часы поддержки» in the left menu is the app; the same in the tab of every group.');
  say('', 'Act as anybody with the switcher at the top right:');
  for (const line of whoIsWho(portal)) say('', `  ${line}`);
  say('', 'New time arrives within a minute, edits and deletions within 15: «Время портала» moves time on.');
  say('', 'Ctrl+C ends the demo.');
  const stop = (): void => {
    void ticks.stop();
    void end().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
