import { Writable } from 'node:stream';

/** Where a test's app logs to: nothing is printed, everything can be read. */
export function openSilentLog(): { destination: Writable; text: () => string } {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
  return { destination, text: () => lines.join('') };
}
