const saysNothing = /^(utils?|helpers?|common|services?|managers?|misc)$/;
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/;
const componentName = /^[A-Z][A-Za-z0-9]*\.vue$/;

/** A name says what is inside; a file's name is its main export in kebab-case, a component's in PascalCase. */
export function nameProblems(path: string): string[] {
  const parts = path.split('/');
  const file = parts.at(-1) ?? '';
  const empty = parts.map((part) => part.replace(/\..*$/, '')).filter((part) => saysNothing.test(part));
  const problems = empty.map((part) => `the name “${part}” does not say what is inside`);
  if (!kebabCase.test(file) && !componentName.test(file)) problems.push('the name is not in kebab-case');
  return problems;
}
