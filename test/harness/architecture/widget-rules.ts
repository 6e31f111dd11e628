/** Folders of the widget that all of its slices share. */
const shared = /^client-widget\/(frame|api|ui|i18n)\//;

/** What is wrong with a widget file importing another file of the work tree. */
export function widgetImportProblem(from: string, to: string): string | undefined {
  if (to.startsWith('server/api/')) return undefined;
  if (!to.startsWith('client-widget/'))
    return `imports ${to}: of the server the widget knows only server/api`;
  const [own, other] = [sliceFolder(from), sliceFolder(to)];
  if (other === undefined || own === other) return undefined;
  if (shared.test(from)) return `imports ${to}: what the slices share does not know them`;
  return own === undefined ? undefined : `imports ${to}: slices of the widget do not import each other`;
}

export function widgetPackageProblem(from: string, name: string): string | undefined {
  const isSdk = /^@bitrix24\/b24jssdk(\/|$)/.test(name);
  return isSdk && !from.startsWith('client-widget/frame/')
    ? `imports ${name}: the SDK only in frame/`
    : undefined;
}

/** The slice's folder; undefined for shared folders and for the files that wire the slices up. */
function sliceFolder(path: string): string | undefined {
  return shared.test(path) ? undefined : /^client-widget\/([^/]+)\//.exec(path)?.[1];
}
