import { posix } from 'node:path';
import { nameProblems } from './name-rules.js';
import { sliceOf } from './ranks.js';
import { readModule, type ModuleFacts, type Use } from './read-module.js';
import { isRule, ruleImportProblem, serverImportProblem, serverPackageProblem } from './server-rules.js';
import type { SourceText, Violation } from './source.js';
import { widgetImportProblem, widgetPackageProblem } from './widget-rules.js';

const placesOfUses: readonly { use: Use; places: RegExp }[] = [
  { use: 'process.env', places: /^config\// },
  { use: 'fetch', places: /^server\/portal\/rest\/|^client-widget\/(frame|api)\// },
  { use: 'window.parent', places: /^client-widget\/frame\// },
];
const impureUses: readonly Use[] = ['await', 'the clock', 'randomness'];

/** Everything in these files that breaks the layout of ARCHITECTURE.md. */
export function checkArchitecture(sources: readonly SourceText[]): Violation[] {
  const paths = new Set(sources.map(({ path }) => path));
  return sources.flatMap((source) => {
    const problems = [
      ...nameProblems(source.path),
      ...(isProduct(source.path) ? moduleProblems(source, paths) : []),
    ];
    return problems.map((problem) => ({ path: source.path, problem }));
  });
}

/** Tests may reach everywhere; only their names are looked at. */
function isProduct(path: string): boolean {
  return /^(server|config|migrations|client-widget)\//.test(path);
}

function moduleProblems(source: SourceText, paths: ReadonlySet<string>): string[] {
  const module = readModule(source);
  const imports = module.specifiers.map((specifier) => importProblem(source.path, specifier, paths));
  const found = [placeProblem(source.path), ...imports, ...useProblems(module)];
  return found.filter((problem) => problem !== undefined);
}

function placeProblem(path: string): string | undefined {
  return path.startsWith('server/') && !sliceOf(path) ? 'lies in a folder that has no rank' : undefined;
}

function importProblem(from: string, specifier: string, paths: ReadonlySet<string>): string | undefined {
  const isWidget = from.startsWith('client-widget/');
  if (!specifier.startsWith('.')) {
    if (isRule(from)) return `imports ${specifier}: a rule uses no packages`;
    return isWidget ? widgetPackageProblem(from, specifier) : serverPackageProblem(from, specifier);
  }
  const to = resolve(from, specifier, paths);
  if (isWidget) return widgetImportProblem(from, to);
  return isRule(from) ? ruleImportProblem(from, to) : serverImportProblem(from, to);
}

/** The file an import means: `.js` stands for `.ts`, a folder for its index. */
function resolve(from: string, specifier: string, paths: ReadonlySet<string>): string {
  const written = posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''));
  const candidates = [written, written.replace(/\.js$/, '.ts'), `${written}.ts`, `${written}/index.ts`];
  return candidates.find((candidate) => paths.has(candidate)) ?? written.replace(/\.js$/, '.ts');
}

function useProblems({ path, uses }: ModuleFacts): string[] {
  const misplaced = placesOfUses.filter(({ use, places }) => uses.has(use) && !places.test(path));
  const impure = isRule(path) ? impureUses.filter((use) => uses.has(use)) : [];
  return [
    ...misplaced.map(({ use }) => `uses ${use}, which has another place`),
    ...impure.map((use) => `uses ${use}: a rule is pure`),
  ];
}
