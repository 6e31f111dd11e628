import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..', '..', '..');

/** The widget with a mistake in it: the entry drags in a screen's parts that are loaded on demand otherwise. */
export async function buildHeavyWidget(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'support-hours-heavy-'));
  await build({
    configFile: join(root, 'client-widget', 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
    plugins: [
      {
        name: 'drag-in-a-route',
        enforce: 'pre',
        transform: (code, id) =>
          id.endsWith('/client-widget/main.ts')
            ? `import './ledger/BurnDownChart.vue';\nimport './reports/ReportView.vue';\n${code}`
            : null,
      },
    ],
  });
  return outDir;
}

/** The least a page can be: the SDK, a session, one answer, plain text. What lies above it is ours. */
export function barePage(sdkFile: string): string {
  return `<!doctype html><html lang="ru"><head><meta charset="utf-8" /><!--bootstrap--></head>
<body><main></main><script type="module">
const { initializeB24Frame } = await import('/${sdkFile}');
const b24 = await initializeB24Frame();
const auth = b24.auth.getAuthData();
const headers = { 'content-type': 'application/json' };
const body = JSON.stringify({ memberId: auth.member_id, accessToken: auth.access_token });
const session = await (await fetch('/api/v1/session', { method: 'POST', headers, body })).json();
const asked = await fetch('/api/v1/clients', { headers: { authorization: 'Bearer ' + session.token } });
for (const { name } of (await asked.json()).clients) {
  const row = document.createElement('h1');
  row.textContent = name;
  document.querySelector('main').append(row);
}
</script></body></html>`;
}
