import { describe, expect, it } from '@jest/globals';
import { startPlace } from '../../../client-widget/frame/start-place.js';

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

  it('takes nothing from a link that it does not know', () => {
    expect(at({ client: '3', view: '../../secret', report: '../x' })).toBe('/clients/3');
    expect(at({ client: '-1' })).toBe('/clients');
    expect(at({ client: '1.5', GROUP_ID: {} }, 'SONET_GROUP_DETAIL_TAB')).toBe('/clients');
  });
});
