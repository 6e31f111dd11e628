import { createServer } from 'node:http';
import { once } from 'node:events';
import pg from 'pg';
import { startPostgres } from './postgres/start-postgres.mjs';

/**
 * Hands out empty PostgreSQL databases to the test files of one run, over HTTP on 127.0.0.1:
 * `POST /` makes one and answers `{ name, url }`; `DELETE /name` gives it back. `PUT /name` keeps it as the model that
 * `POST /copy` copies; without a model that answers 404.
 * The server behind it is the one of TEST_DATABASE_URL, or is started when the first database is asked for.
 */
export async function startDatabaseBroker() {
  const databases = createDatabases();
  const server = createServer((request, response) => {
    // A kept connection that ends while a test reaches for it would fail that test.
    response.setHeader('Connection', 'close');
    answer(databases, request)
      .then((body) => response.writeHead(body ? 200 : 404).end(JSON.stringify(body)))
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
  const name = request.url.slice(1);
  if (request.method === 'PUT') return databases.keepAsModel(name);
  if (request.method === 'DELETE') return databases.giveBack(name);
  return name === 'copy' ? databases.copyModel() : databases.create();
}

function createDatabases() {
  const inUse = new Set();
  const returned = new Set();
  let started;
  let count = 0;
  /** Nobody connects to it: PostgreSQL copies only what is in nobody's hands. */
  let model = null;

  const server = () => (started ??= openServer());

  async function create(from = '') {
    const { admin, url } = await server();
    await dropReturned(admin, returned);
    const name = `support_hours_test_${process.pid}_${(count += 1)}`;
    await admin.query(`create database ${name} ${from}`);
    inUse.add(name);
    const address = new URL(url);
    address.pathname = `/${name}`;
    return { name, url: address.href };
  }

  async function copyModel() {
    return model === null ? null : create(`template ${model}`);
  }

  /** The first is kept; another file may have filled one at the same time. */
  async function keepAsModel(name) {
    if (model !== null) return giveBack(name);
    model = name;
    return {};
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

  return { create, copyModel, keepAsModel, giveBack, stop };
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
