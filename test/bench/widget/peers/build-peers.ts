import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { peerCss } from './peer-card.js';

export const peerNames = ['windowed', 'hello-pangea'] as const;
export type PeerName = (typeof peerNames)[number];

/** Makes the peers as for production; returns the folder with a file for each. */
export async function buildPeers(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'support-hours-peers-'));
  for (const name of peerNames)
    await build({
      configFile: false,
      logLevel: 'error',
      define: {
        'process.env.NODE_ENV': '"production"',
        __VUE_OPTIONS_API__: 'false',
        __VUE_PROD_DEVTOOLS__: 'false',
      },
      build: {
        ...{ outDir, emptyOutDir: false, minify: true },
        lib: { entry: join(import.meta.dirname, `${name}.ts`), formats: ['es'], fileName: name },
      },
    });
  return outDir;
}

/** A page with nothing but a peer's board: session and answer as ours, opened and closed by two buttons. */
export function peerPage(name: PeerName, sdkFile: string): string {
  return `<!doctype html><html lang="ru"><head><meta charset="utf-8" /><style>${peerCss}</style><!--bootstrap--></head>
<body><button id="open">open</button><button id="close">close</button><main></main><script type="module">
const { initializeB24Frame } = await import('/${sdkFile}');
const b24 = await initializeB24Frame();
const auth = b24.auth.getAuthData();
const body = JSON.stringify({ memberId: auth.member_id, accessToken: auth.access_token });
const headers = { 'content-type': 'application/json' };
const session = await (await fetch('/api/v1/session', { method: 'POST', headers, body })).json();
const { mount } = await import('/assets/peer-${name}.js');
let undo = () => {};
document.querySelector('#open').onclick = async () => {
  const asked = await fetch('/api/v1/board', { headers: { authorization: 'Bearer ' + session.token } });
  undo = mount(document.querySelector('main'), await asked.json());
};
document.querySelector('#close').onclick = () => undo();
document.body.dataset.ready = 'yes';
</script></body></html>`;
}
