import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { Config } from '../../../config/index.js';
import { AppError } from '../../base/errors.js';

type Rules = Pick<Config, 'insecureLoopback' | 'authHosts'>;

const notPublic = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  notPublic.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  notPublic.addSubnet(network, prefix, 'ipv6');
}
const localSuffix = /\.(local|localhost|localdomain|internal|intranet|lan|home|corp|test|invalid|arpa)$/;

/** True for addresses that cannot be a portal in the internet: loopback, private, link-local, reserved. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  return family === 0 || notPublic.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/**
 * The REST base of a portal as this app stores it: no trailing slash (the SDK doubles it). Throws AppError
 * ENDPOINT_REFUSED for anything but https on a public host; loopback over http only where the configuration says so.
 */
export function checkEndpoint(rules: Rules, text: string): string {
  if (!URL.canParse(text)) throw endpointRefused('it is not an address');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw endpointRefused('it carries more than a path');
  }
  if (!/\/rest\/?$/.test(url.pathname)) throw endpointRefused('its path does not end in /rest/');
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (!isAllowedLoopback(rules, url, host)) {
    if (url.protocol !== 'https:') throw endpointRefused('it is not https');
    if (!isPublicHost(host)) throw endpointRefused('its host is not public');
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function isAllowedLoopback(rules: Rules, url: URL, host: string): boolean {
  return rules.insecureLoopback && url.protocol === 'http:' && (host === '127.0.0.1' || host === 'localhost');
}

function isPublicHost(host: string): boolean {
  if (isIP(host) !== 0) return !isPrivateAddress(host);
  return host.includes('.') && !localSuffix.test(host);
}

function endpointRefused(why: string): AppError {
  return new AppError('ENDPOINT_REFUSED', `The address of the portal is refused: ${why}`, { status: 403 });
}

/**
 * The auth server that may be told the client secret: the claimed one if it is on the allow-list, the first of the
 * list when none was claimed. Throws AppError AUTH_HOST_REFUSED; nothing has been sent then.
 */
export function chooseAuthHost(rules: Rules, serverEndpoint: string | undefined): string {
  const [known] = rules.authHosts;
  if (known === undefined) throw new AppError('AUTH_HOST_REFUSED', 'No auth server is configured');
  if (serverEndpoint === undefined || serverEndpoint === '') return known;
  const origin = URL.canParse(serverEndpoint) ? new URL(serverEndpoint).origin : '';
  if (!rules.authHosts.includes(origin)) {
    throw new AppError('AUTH_HOST_REFUSED', 'The auth server is not on the list of known ones', {
      status: 403,
    });
  }
  return origin;
}

/** Name resolution that refuses public names pointing into private networks, at the moment of connecting. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  const wanted: LookupOptions = { ...(options as LookupOptions), all: true };
  lookup(hostname, wanted as LookupOptions & { all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, '', 0);
    const [first] = addresses;
    if (!first || addresses.some(({ address }) => isPrivateAddress(address))) {
      const refused: NodeJS.ErrnoException = new Error('The name points into a private network');
      refused.code = 'EPRIVATE';
      return callback(refused, '', 0);
    }
    if (options.all === true) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};
