import cron from 'node-cron';
import { ConfigError, readConfig } from '../config/index.js';
import { createApp } from './app.js';

/** Ticks; what is due is decided by the timetable and its leases. */
const EVERY_SECOND = '* * * * * *';

async function main(): Promise<void> {
  const app = await createApp(readConfig());
  const { log } = app.ground;
  const port = await app.listen();
  log.info({ port, publicUrl: app.ground.config.publicUrl }, 'listening');
  const ticks = cron.schedule(EVERY_SECOND, () => app.work(), { noOverlap: true });
  const stop = (signal: string): void => {
    log.info({ signal }, 'stopping');
    void ticks.stop();
    app.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop in order');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
}

main().catch((error: unknown) => {
  const text =
    error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text ?? 'unknown error'}\n`);
  process.exit(1);
});
