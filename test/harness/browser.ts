import { chromium, type Browser } from 'playwright-core';
import { findInstalledBrowser } from '../../config/setup/browser.mjs';
import { unpackBrowser } from './browser/unpack-browser.js';

export interface BrowserProgram {
  readonly executablePath: string;
  /** What its environment needs beyond ours. */
  readonly env: Readonly<Record<string, string>>;
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // The tests speak with this machine only; anything else must fail at once and not hang.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/**
 * Starts a headless Chromium: the one of `CHROME_PATH`, else the one of the npm package, else the system's.
 * The caller closes it.
 */
export async function launchBrowser(moreFlags: readonly string[] = []): Promise<Browser> {
  return launchProgram(await findBrowser(), moreFlags);
}

export async function launchProgram(
  { executablePath, env }: BrowserProgram,
  moreFlags: readonly string[] = [],
): Promise<Browser> {
  const args = [...flags, ...moreFlags];
  const launch = () =>
    chromium.launch({ executablePath, headless: true, args, env: { ...process.env, ...env } });
  // One that dies while it starts says nothing of what is tested.
  return launch().catch(launch);
}

async function findBrowser(): Promise<BrowserProgram> {
  const executablePath = findInstalledBrowser();
  return executablePath ? { executablePath, env: {} } : unpackBrowser();
}
