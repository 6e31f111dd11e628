import { parseArgs } from 'node:util';
import { loadBackup } from './load-backup.js';
import { runCommand } from './run-command.js';

const { values } = parseArgs({
  options: { from: { type: 'string', default: 'support-hours-backup.ndjson.gz' } },
});

/** Loads a backup into an empty database. What may have been posted since is shown as uncertain, never sent blindly. */
runCommand(
  async (db) => {
    const rows = await loadBackup(db, values.from);
    process.stdout.write(
      `${rows} rows restored from ${values.from}. Unsent and recent posts wait for a manager's decision.\n`,
    );
  },
  { mayMakeDatabase: true },
);
