import { createServer } from 'node:http';
import { once } from 'node:events';
import pg from 'pg';
import { startPostgres } from './postgres/start-postgres.mjs';

/**
 * Hands out empty PostgreSQL databases to the test files of one run, over HTTP on 127.0.0.1:
 * `POST /` makes one and answers `{ name, url }`; `DELETE /name` gives it back.
 * The server behind it is the one of TEST_DATABASE_URL, or is started when the first database is asked for.
 */
export async function startDatabaseBroker() {
  const databases = createDatabases();
  const server = createServer((request, response) => {
    // A kept connection that ends while a test reaches for it would fail that test.
    response.setHeader('Connection', 'close');
    answer(databases, request)
      .then((body) => response.writeHead(200).end(JSON.stringify(body)))
      .catch((error) => response.writeHead(500).end(String(error.message)));
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    await databases.stop();
  };
  return { url: `http://127.0.0.1:${server.address().port}`, stop };
}

function answer(databases, request) {
  return request.method === 'POST' ? databases.create() : databases.giveBack(request.url.slice(1));
}

function createDatabases() {
  const inUse = new Set();
  const returned = new Set();
  let started;
  let count = 0;

  const server = () => (started ??= openServer());

  async function create() {
    const { admin, url } = await server();
    await dropReturned(admin, returned);
    const name = `support_hours_test_${process.pid}_${(count += 1)}`;
    await admin.query(`create database ${name}`);
    inUse.add(name);
    const address = new URL(url);
    address.pathname = `/${name}`;
    return { name, url: address.href };
  }

  async function giveBack(name) {
    if (inUse.delete(name)) returned.add(name);
    return {};
  }

  async function stop() {
    if (!started) return;
    const { admin, stopServer } = await started;
    for (const name of [...inUse, ...returned])
      await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
    await stopServer();
  }

  return { create, giveBack, stop };
}

/** Drops what nobody is connected to any more; the rest waits for the next turn, at the latest for the end. */
async function dropReturned(admin, returned) {
  if (returned.size === 0) return;
  const busy = await admin.query('select distinct datname from pg_stat_activity where datname = any($1)', [
    [...returned],
  ]);
  const busyNames = busy.rows.map((row) => row.datname);
  for (const name of returned) {
    if (busyNames.includes(name)) continue;
    returned.delete(name);
    await admin.query(`drop database if exists ${name} with (force)`);
  }
}

async function openServer() {
  const given = process.env['TEST_DATABASE_URL'];
  const { url, stop } = given ? { url: given, stop: async () => undefined } : await startPostgres();
  // One connection at a time: PostgreSQL does not copy the template database while another does.
  const admin = new pg.Pool({ connectionString: url, max: 1 });
  // A connection that is lost between two databases is opened anew by the pool; the next query tells if it cannot be.
  admin.on('error', () => undefined);
  return { admin, url, stopServer: stop };
}
