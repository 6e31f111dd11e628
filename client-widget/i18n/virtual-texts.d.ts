/** Halves of `ru.json` and `en.json`, cut by the build: see `split-texts.ts`. */
declare module 'virtual:texts/*' {
  const texts: Record<string, unknown>;
  export { texts as default };
}
