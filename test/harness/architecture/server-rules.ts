import { isDoor, sliceOf } from './ranks.js';

const databaseFiles = /(-store|-view)\.ts$|^server\/base\/db\/|^migrations\//;
const doorFiles = /-routes\.ts$|^server\/http\//;
const packagePlaces = [
  {
    packages: /^kysely(\/|$)/,
    places: databaseFiles,
    rule: 'Kysely only in *-store.ts, *-view.ts, base/db and migrations',
  },
  {
    packages: /^(express|helmet|express-rate-limit)(\/|$)/,
    places: doorFiles,
    rule: 'Express only in *-routes.ts and http/',
  },
  {
    packages: /^(@bitrix24\/b24jssdk|axios)(\/|$)/,
    places: /^server\/portal\/rest\//,
    rule: 'the SDK only in portal/rest',
  },
] as const;

/** What is wrong with a server file importing another file of the work tree. */
export function serverImportProblem(from: string, to: string): string | undefined {
  if (/^(test|client-widget)\//.test(to)) return `imports ${to}: the server knows neither tests nor widget`;
  const [own, other] = [sliceOf(from), sliceOf(to)];
  if (!own || !other) return undefined;
  if (own.name === other.name) return undefined;
  if (other.rank > own.rank) return `imports ${to}: ${own.name} may not call up to ${other.name}`;
  if (other.rank === own.rank)
    return `imports ${to}: ${own.name} and ${other.name} are siblings and blind to each other`;
  return isDoor(to, other) ? undefined : `imports ${to}: past the door of ${other.name}`;
}

export function serverPackageProblem(from: string, name: string): string | undefined {
  const broken = packagePlaces.find(({ packages, places }) => packages.test(name) && !places.test(from));
  return broken && `imports ${name}: ${broken.rule}`;
}

export function isRule(path: string): boolean {
  return path.includes('/rules/');
}

/** A rule is pure: base (without its database) and the rules beside it are all it knows. */
export function ruleImportProblem(from: string, to: string): string | undefined {
  const ownRules = from.slice(0, from.indexOf('/rules/') + '/rules/'.length);
  if (to.startsWith(ownRules)) return undefined;
  if (to.startsWith('server/base/') && !/^server\/base\/(db|jobs)\//.test(to)) return undefined;
  return `imports ${to}: a rule imports only base and its own rules`;
}
