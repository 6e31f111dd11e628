import type { Config } from '../../../config/index.js';
import type { PortalRow } from './portal-store.js';

/**
 * A link for texts that opens the app at a place of its own, through the placement REST_APP_URI; the widget reads the
 * parameters as options. Square brackets are percent-encoded: in a comment they would end the tag around the link.
 * A local app is known by its client id. Source: rest-facts, `marketplace/view`.
 */
export function appLink(
  config: Pick<Config, 'appCode' | 'clientId'>,
  portal: Pick<PortalRow, 'client_endpoint'>,
  params: Record<string, string | number>,
): string {
  const query = Object.entries(params).map(
    ([name, value]) => `params%5B${encodeURIComponent(name)}%5D=${encodeURIComponent(value)}`,
  );
  return `${appPage(config, portal)}?${query.join('&')}`;
}

/** The app's page on a portal that takes parameters, without any: widgets make links to what they show out of it. */
export function appPage(
  config: Pick<Config, 'appCode' | 'clientId'>,
  portal: Pick<PortalRow, 'client_endpoint'>,
): string {
  const code = config.clientId.startsWith('local.') ? config.clientId : config.appCode;
  const { origin } = new URL(portal.client_endpoint);
  return `${origin}/marketplace/view/${encodeURIComponent(code)}/`;
}
