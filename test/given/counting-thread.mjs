import { register } from 'tsx/esm/api';

register();
await import('./counting-worker.ts');
