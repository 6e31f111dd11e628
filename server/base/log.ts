import { type DestinationStream, type Logger, pino } from 'pino';
import { maskSecrets, redact, redactError } from './redact.js';

/** JSON lines on standard output; every field passes `redact` first, whoever logs it. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => redact(fields) as Record<string, unknown>,
    },
    // The message of an error logged by itself becomes the line's text: the written line is masked once more.
    hooks: { streamWrite: maskSecrets },
    serializers: { err: (error: unknown) => (error instanceof Error ? redactError(error) : error) },
  };
  return destination ? pino(options, destination) : pino(options);
}
