/**
 * Makes code ready for jest, as @swc/jest does, and takes what it uses of the language's own objects from the global
 * object once per module. A test's global object answers each look-up a hundred times slower than a plain one
 * (jest’s `sandboxInjectedGlobals` is there for that reason, but reaches no ES modules).
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import swcJest from '@swc/jest';

/** Nobody replaces these in a test. Timers, `fetch`, `process` and the like are not among them: somebody might. */
const names = [
  ...['Array', 'BigInt', 'Boolean', 'Buffer', 'Date', 'Error', 'Function', 'Infinity', 'Intl', 'JSON', 'Map'],
  ...[
    'Math',
    'NaN',
    'Number',
    'Object',
    'Promise',
    'Proxy',
    'RangeError',
    'Reflect',
    'RegExp',
    'Set',
    'String',
  ],
  ...['Symbol', 'TypeError', 'Uint8Array', 'WeakMap', 'WeakSet', 'isNaN', 'parseInt'],
];
const ways = names.map((name) => ({
  name,
  isUsed: new RegExp(String.raw`(?<![.\w$])${name}\b`),
  /** By anything that looks so; a name that is not taken is only slow. */
  isDeclared: new RegExp(
    String.raw`\b(?:class|const|function\*?|let|var|as|import)\s+${name}\b|[{,]\s*${name}\s*[,}]`,
  ),
}));
const version = createHash('sha1')
  .update(readFileSync(new URL(import.meta.url)))
  .digest('hex');

export default {
  createTransformer({ isPlain = false, ...options } = {}) {
    const swc = swcJest.createTransformer(options);
    const ready = (source, file, how) => (isPlain ? { code: source } : swc.process(source, file, how));
    const process = (source, file, how) => {
      const made = ready(source, file, how);
      return how.supportsStaticESM ? { ...made, code: `${taken(made.code)}${made.code}` } : made;
    };
    return {
      canInstrument: false,
      process,
      getCacheKey: (...of) => `${swc.getCacheKey(...of)}${version}${isPlain}`,
    };
  },
};

/** On the line of the first statement, so that lines keep their numbers. */
function taken(code) {
  const used = ways.filter(({ isUsed, isDeclared }) => isUsed.test(code) && !isDeclared.test(code));
  return used.length === 0 ? '' : `const { ${used.map(({ name }) => name).join(', ')} } = globalThis; `;
}
