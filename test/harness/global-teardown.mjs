/** The counterpart of global-setup.mjs; the run's folder goes when the process ends. */
export default async function globalTeardown() {
  await globalThis.stopTestRun?.();
}
