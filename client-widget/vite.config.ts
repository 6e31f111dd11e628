import { fileURLToPath } from 'node:url';
import b24ui from '@bitrix24/b24ui-nuxt/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Places of the kit's generated declarations; both are committed because vue-tsc needs them. */
const declarations = { autoImport: `${here}auto-imports.d.ts`, components: `${here}components.d.ts` };

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
