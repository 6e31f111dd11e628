import { writeSync } from 'node:fs';

/** Prints `N passed, N failed` as the very last line; under run-all.mjs it tells the counts and leaves the line to it. */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const counts = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    };
    if (process.send) process.send(counts);
    else process.once('exit', () => writeSync(1, `${counts.passed} passed, ${counts.failed} failed\n`));
  }
}
