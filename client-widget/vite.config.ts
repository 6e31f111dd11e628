import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import b24ui from '@bitrix24/b24ui-nuxt/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';
import { splitTexts, type Texts } from './i18n/split-texts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Places of the kit's generated declarations; both are committed because vue-tsc needs them. */
const declarations = { autoImport: `${here}auto-imports.d.ts`, components: `${here}components.d.ts` };

/** `virtual:texts/ru/first` and the like: halves of the files of texts. */
const textsInHalves: Plugin = {
  name: 'texts-in-halves',
  resolveId: (id) => (id.startsWith('virtual:texts/') ? `\0${id}` : null),
  load(id) {
    const [, language, half] = /^\0virtual:texts\/(ru|en)\/(first|rest)$/.exec(id) ?? [];
    if (language === undefined) return null;
    const file = `${here}i18n/${language}.json`;
    this.addWatchFile(file);
    const halves = splitTexts(JSON.parse(readFileSync(file, 'utf8')) as Texts);
    return `export default ${JSON.stringify(half === 'first' ? halves.first : halves.rest)}`;
  },
};

/** The SDK is needed after the first script: the page asks for it at once, beside that script. */
const sdkBeside: Plugin = {
  name: 'sdk-beside',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle }) =>
      Object.values(bundle ?? {}).flatMap((chunk) =>
        chunk.type === 'chunk' && chunk.isDynamicEntry && chunk.facadeModuleId?.includes('b24jssdk')
          ? [
              {
                tag: 'link',
                attrs: { rel: 'modulepreload', crossorigin: true, href: `./${chunk.fileName}` },
                injectTo: 'head' as const,
              },
            ]
          : [],
      ),
  },
};

export default defineConfig({
  root: here,
  // Relative, so the page works under any public path: it is served beside the assets folder.
  base: './',
  build: {
    outDir: fileURLToPath(new URL('../dist/widget', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    manifest: true,
    chunkSizeWarningLimit: 700,
  },
  plugins: [
    textsInHalves,
    sdkBeside,
    vue(),
    b24ui({
      root: here,
      prose: false,
      mdc: false,
      colorMode: false,
      router: false,
      experimental: { componentDetection: true },
      autoImport: { dts: declarations.autoImport },
      components: { dts: declarations.components },
    }),
  ],
});
