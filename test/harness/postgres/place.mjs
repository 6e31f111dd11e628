import { chownSync, cpSync, lchownSync, mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Who PostgreSQL runs as: it refuses to be root, so root lends it another user of the machine.
 * @returns {{ uid?: number, gid?: number }} empty: run as the present user
 */
export function databaseUser() {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line =
    users.find((user) => user.startsWith('postgres:')) ?? users.find((user) => user.startsWith('nobody:'));
  const [, , uid, gid] = (line ?? 'nobody:x:65534:65534').split(':').map(Number);
  return { uid, gid };
}

/** A new temporary folder that the given user may enter and owns. */
export function makeFolder(user) {
  const candidates = [tmpdir(), '/tmp', '/var/tmp', '/dev/shm'];
  const parent = user.uid === undefined ? tmpdir() : (candidates.find(isOpenToAll) ?? tmpdir());
  const folder = mkdtempSync(path.join(parent, 'support-hours-postgres-'));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  return folder;
}

/** The folder of the PostgreSQL programs, copied to `folder` where the user may not enter the installed one. */
export function reachablePrograms(installed, folder, user) {
  if (user.uid === undefined) return installed;
  const asked = ['bin/initdb', 'bin/postgres', 'share/postgresql/postgres.bki'].map((file) =>
    path.join(installed, file),
  );
  if (asked.every(isOpenToAll)) return installed;
  const copy = path.join(folder, 'programs');
  cpSync(installed, copy, { recursive: true, verbatimSymlinks: true });
  giveTo(copy, user);
  return copy;
}

function giveTo(place, user) {
  lchownSync(place, user.uid, user.gid);
  for (const entry of readdirSync(place, { withFileTypes: true })) {
    const inside = path.join(place, entry.name);
    if (entry.isDirectory()) giveTo(inside, user);
    else lchownSync(inside, user.uid, user.gid);
  }
}

/** May any user of the machine read this, and enter every folder on the way? */
function isOpenToAll(place) {
  const stat = statSync(place, { throwIfNoEntry: false });
  if (!stat || (stat.mode & 0o004) === 0) return false;
  for (let folder = stat.isDirectory() ? place : path.dirname(place); ; folder = path.dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}
