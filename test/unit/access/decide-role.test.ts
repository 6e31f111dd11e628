import { describe, expect, it } from '@jest/globals';
import { decideRole, type RoleFacts } from '../../../server/access/rules/decide-role.js';

const employee: RoleFacts = {
  isPortalAdmin: false,
  userType: 'employee',
  active: true,
  givenRole: null,
  managesClients: false,
  inClientGroup: false,
};
const extranet: RoleFacts = { ...employee, userType: 'extranet' };

describe('the role of a visitor', () => {
  const cases: [string, RoleFacts, ReturnType<typeof decideRole>][] = [
    ['an administrator of the portal', { ...employee, isPortalAdmin: true }, 'administrator'],
    ['one made administrator in the settings', { ...employee, givenRole: 'administrator' }, 'administrator'],
    ['one made manager in the settings', { ...employee, givenRole: 'manager' }, 'manager'],
    ['one listed for a client', { ...employee, managesClients: true }, 'manager'],
    [
      'one made performer, but listed for a client',
      { ...employee, givenRole: 'performer', managesClients: true },
      'manager',
    ],
    ['any other employee', employee, 'performer'],
    ['an employee in a client’s group', { ...employee, inClientGroup: true }, 'performer'],
    ['an extranet user in a client’s group', { ...extranet, inClientGroup: true }, 'client'],
    ['an extranet user of nobody', extranet, null],
    [
      'an extranet user whom somebody made manager',
      { ...extranet, givenRole: 'manager', managesClients: true },
      null,
    ],
    ['a mail user', { ...employee, userType: 'email', inClientGroup: true }, null],
    ['somebody whose kind is not known', { ...employee, userType: 'unknown' }, null],
    ['a dismissed administrator', { ...employee, isPortalAdmin: true, active: false }, null],
    ['a dismissed employee', { ...employee, active: false }, null],
  ];
  it.each(cases)('%s', (_, facts, role) => expect(decideRole(facts)).toBe(role));
});
