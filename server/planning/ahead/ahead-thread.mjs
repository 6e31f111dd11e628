// A thread has no loader of its own for TypeScript, however the process was started: it brings its own.
import { register } from 'tsx/esm/api';

register();
await import('./ahead-worker.ts');
