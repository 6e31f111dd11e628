import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { checkArchitecture } from './harness/architecture/check-architecture.js';
import { readSources } from './harness/architecture/read-sources.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One file that breaks one rule, and a part of what must be said of it. */
const breaches: [path: string, text: string, problem: string][] = [
  ['server/clients/a.ts', `import { post } from '../ledger/index.js';`, 'may not call up to ledger'],
  ['server/clients/b.ts', `import type { Line } from '../ledger/index.js';`, 'may not call up to ledger'],
  ['server/clients/c.ts', `export { post } from '../ledger/index.js';`, 'may not call up to ledger'],
  ['server/clients/d.ts', `const later = () => import('../ledger/index.js');`, 'may not call up to ledger'],
  ['server/clients/e.ts', `let line: import('../ledger/index.js').Line;`, 'may not call up to ledger'],
  ['server/ledger/f.ts', `import '../app.js';`, 'may not call up to the top'],
  ['server/http/g.ts', `import { x } from '../cli/ledger.js';`, 'may not call up to the top'],
  ['server/portal/inbox/h.ts', `import { x } from '../mirror/index.js';`, 'blind to each other'],
  ['server/base/i.ts', `import { x } from '../api/index.js';`, 'blind to each other'],
  ['config/i.ts', `import { x } from '../server/base/errors.js';`, 'may not call up to base'],
  ['server/ledger/j.ts', `import { x } from '../clients/client-store.js';`, 'past the door of clients'],
  ['server/ledger/k.ts', `import { x } from '../base/db/connect.js';`, 'past the door of base'],
  ['server/billing/l.ts', ``, 'no rank'],
  ['server/portal/m.ts', ``, 'no rank'],
  ['server/ledger/n.ts', `import { x } from '../../test/given/x.js';`, 'neither tests nor widget'],
  ['server/ledger/rules/o.ts', `import { x } from '../post-hours.js';`, 'only base and its own rules'],
  ['server/ledger/rules/p.ts', `import { x } from '../../clients/index.js';`, 'only base and its own rules'],
  [
    'server/ledger/rules/q.ts',
    `import type { Tx } from '../../base/db/index.js';`,
    'only base and its own rules',
  ],
  ['server/ledger/rules/r.ts', `import { DateTime } from 'luxon';`, 'uses no packages'],
  ['server/ledger/rules/s.ts', `export const now = () => Date.now();`, 'uses the clock'],
  ['server/ledger/rules/t.ts', `export const now = () => new Date();`, 'uses the clock'],
  ['server/ledger/rules/u.ts', `export const id = () => Math.random();`, 'uses randomness'],
  ['server/ledger/rules/v.ts', `export const x = async () => { await y(); };`, 'uses await'],
  ['server/ledger/w.ts', `import { sql } from 'kysely';`, 'Kysely only in'],
  ['server/ledger/x.ts', `import type { Request } from 'express';`, 'Express only in'],
  [
    'server/portal/installs/y.ts',
    `import { B24OAuth } from '@bitrix24/b24jssdk';`,
    'the SDK only in portal/rest',
  ],
  ['server/reports/z.ts', `export const x = () => fetch('http://127.0.0.1');`, 'uses fetch'],
  ['server/http/a1.ts', `export const x = process.env['PORT'];`, 'uses process.env'],
  ['server/http/b1.ts', `export const x = process['env'];`, 'uses process.env'],
  ['server/http/c1.ts', `import { env } from 'node:process';`, 'uses process.env'],
  ['server/base/utils.ts', ``, '“utils” does not say what is inside'],
  ['server/base/common/d1.ts', ``, '“common” does not say what is inside'],
  ['test/helpers/e1.ts', ``, '“helpers” does not say what is inside'],
  ['server/base/fooBar.ts', ``, 'not in kebab-case'],
  ['client-widget/clients/f1.ts', `import { x } from '../../server/ledger/index.js';`, 'only server/api'],
  ['client-widget/clients/g1.ts', `import { x } from '../reports/card.js';`, 'do not import each other'],
  ['client-widget/ui/h1.ts', `import { x } from '../reports/card.js';`, 'does not know them'],
  ['client-widget/clients/i1.ts', `import { x } from '@bitrix24/b24jssdk';`, 'the SDK only in frame/'],
  ['client-widget/clients/Card.vue', `<script setup lang="ts">\nfetch('/api')\n</script>`, 'uses fetch'],
  ['client-widget/clients/j1.ts', `window.parent.postMessage('x', '*');`, 'uses window.parent'],
];

const innocent: [path: string, text: string][] = [
  ['server/ledger/index.ts', `export { postHours } from './post-hours.js';`],
  ['server/ledger/post-hours.ts', `import type { Tx } from '../base/db/index.js'; import './rules/bill.js';`],
  [
    'server/ledger/rules/bill.ts',
    `import { dayOf } from '../../base/days.js'; import './seal.js'; new Date(5);`,
  ],
  ['server/ledger/entry-store.ts', `import { sql } from 'kysely'; import { x } from '../clients/index.js';`],
  ['server/base/days.ts', `import { DateTime } from 'luxon';`],
  ['server/base/db/connect.ts', `import { Kysely } from 'kysely'; import '../../../migrations/index.js';`],
  ['migrations/index.ts', `import { sql } from 'kysely'; import '../server/base/db/index.js';`],
  ['server/clients/client-routes.ts', `import { Router } from 'express'; import '../api/index.js';`],
  [
    'server/portal/rest/call.ts',
    `import { B24OAuth } from '@bitrix24/b24jssdk'; fetch('x'); response.fetch;`,
  ],
  ['server/app.ts', `import './ledger/index.js'; import './events.js'; import '../config/config.js';`],
  ['server/cli/ledger.ts', `import '../app.js'; import '../ledger/index.js';`],
  ['config/env.ts', `export const port = process.env['PORT']; // import '../server/app.js'`],
  ['client-widget/main.ts', `import './clients/card.js'; import './frame/ready.js';`],
  [
    'client-widget/clients/card.ts',
    `import { x } from '../api/call.js'; import type { Y } from '../../server/api/index.js';`,
  ],
  ['client-widget/frame/ready.ts', `import { initializeB24Frame } from '@bitrix24/b24jssdk'; window.parent;`],
  ['test/stories/story.test.ts', `import '../../server/ledger/rules/bill.js';`],
];

describe('the architecture', () => {
  it('holds in the whole work tree', () => {
    const sources = readSources(root);
    expect(sources.length).toBeGreaterThan(50);
    const found = checkArchitecture(sources).map(({ path, problem }) => `${path} ${problem}`);
    expect(found).toEqual([]);
  });
});

describe('the check of the architecture', () => {
  it('lets well-placed files pass', () => {
    expect(checkArchitecture(innocent.map(([path, text]) => ({ path, text })))).toEqual([]);
  });

  it.each(breaches)('catches %s: %s', (path, text, problem) => {
    const around = innocent.map(([otherPath, otherText]) => ({ path: otherPath, text: otherText }));
    const found = checkArchitecture([...around, { path, text }]);
    expect(found).toEqual([{ path, problem: expect.stringContaining(problem) }]);
  });
});
