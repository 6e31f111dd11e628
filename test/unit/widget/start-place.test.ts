import { describe, expect, it } from '@jest/globals';
import { sharedLink, startPlace } from '../../../client-widget/frame/start-place.js';

const at = (options: Record<string, unknown>, placement = 'DEFAULT') =>
  startPlace({ page: 'app', placement, options });

describe('where the app opens', () => {
  it('opens the clients when nothing else is asked for', () => {
    expect(at({})).toBe('/clients');
    expect(at({ IFRAME: 'Y', URI: '/marketplace/app/7/' })).toBe('/clients');
  });

  it('opens the installer page whatever the placement says', () => {
    expect(startPlace({ page: 'install', placement: 'DEFAULT', options: { client: '3' } })).toBe('/install');
  });

  it('opens the client of a group in the tab of that group', () => {
    expect(at({ GROUP_ID: '5' }, 'SONET_GROUP_DETAIL_TAB')).toBe('/groups/5');
    expect(at({ GROUP_ID: '5' })).toBe('/clients');
  });

  it('opens a task in the tab of its card and by a link', () => {
    expect(at({ taskId: '51' }, 'TASK_VIEW_TAB')).toBe('/tasks/51');
    expect(at({ task: '51' }, 'REST_APP_URI')).toBe('/tasks/51');
    expect(at({ task: '../1' }, 'REST_APP_URI')).toBe('/clients');
    expect(at({ taskId: '51' })).toBe('/clients');
  });

  it('follows deep links down to a report', () => {
    expect(at({ client: '3' }, 'REST_APP_URI')).toBe('/clients/3');
    expect(at({ client: '3', view: 'ledger' }, 'REST_APP_URI')).toBe('/clients/3/ledger');
    expect(at({ client: '3', report: 'b1d2-9' }, 'REST_APP_URI')).toBe('/clients/3/reports/b1d2-9');
    expect(at({ client: '3', report: '7' }, 'REST_APP_URI')).toBe('/clients/3/reports/7');
    expect(at({ view: 'health' }, 'REST_APP_URI')).toBe('/health');
    expect(at({ view: 'alerts' }, 'REST_APP_URI')).toBe('/alerts');
    expect(at({ client: '3', view: 'alerts' }, 'REST_APP_URI')).toBe('/clients/3/alerts');
  });

  it('opens exactly what a colleague saw, with its order and filters', () => {
    for (const place of [
      '/sample-report',
      '/clients',
      '/clients/3/ledger?sort=-effect&find=%D0%BA%D0%BE%D1%80%D0%B7%D0%B8%D0%BD%D0%B0+1&person=7',
      '/board?by=client&q=a%26b',
      '/settings/log?from=2026-03-01&kind=mark-work',
      '/sprint/2026-03-02',
    ]) {
      const link = new URL(sharedLink('https://portal.example/marketplace/view/hours/', place));
      expect(link.pathname).toBe('/marketplace/view/hours/');
      expect(at({ place: link.searchParams.get('params[place]') }, 'REST_APP_URI')).toBe(place);
    }
    for (const place of ['/install', '//evil.example', 'clients', '/clients#x', '/clients/ 3', 7, '/nowhere'])
      expect(at({ place }, 'REST_APP_URI')).toBe('/clients');
    expect(at({ place: `/clients?find=${'x'.repeat(1_000)}` }, 'REST_APP_URI')).toBe('/clients');
  });

  it('takes nothing from a link that it does not know', () => {
    expect(at({ client: '3', view: '../../secret', report: '../x' })).toBe('/clients/3');
    expect(at({ client: '-1' })).toBe('/clients');
    expect(at({ client: '1.5', GROUP_ID: {} }, 'SONET_GROUP_DETAIL_TAB')).toBe('/clients');
  });
});
