import { readFileSync } from 'node:fs';
import type { Frame, Locator } from 'playwright-core';

export type Looker = 'manager' | 'performer' | 'client';

/** What is pressed to open a dialog: a button by the key of its text, or whatever `css:` finds. */
export type Press = string;

/** A screen by its place in the app, and the dialogs and menus that open on it, each by what is pressed. */
export interface Stop {
  name: string;
  /** `CLIENT`, `TASK`, `REPORT` stand for numbers that the world gives. */
  place: string;
  dialogs?: Record<string, readonly Press[]>;
}

const client = '/clients/CLIENT';
const packageMenu = 'packageChange.menuOf';

/** EVERY SCREEN of whoever manages clients, with everything that opens on it. */
const managerStops: readonly Stop[] = [
  { name: 'clients', place: '/clients', dialogs: { add: ['clients.add'] } },
  { name: 'sample-report', place: '/sample-report' },
  { name: 'welcome', place: '/welcome' },
  { name: 'alerts', place: '/alerts' },
  { name: 'handoffs', place: '/handoffs' },
  { name: 'health', place: '/health' },
  { name: 'board', place: '/board', dialogs: { card: ['css:[data-card]'] } },
  { name: 'board-tv', place: '/board?tv=1' },
  {
    name: 'sprint',
    place: '/sprint',
    dialogs: { task: ['css:.sprint-chip'], publish: ['sprint.accept'] },
  },
  {
    name: 'capacity',
    place: '/capacity',
    dialogs: { norm: ['capacity.openNorm'], day: ['css:.capacity-day'] },
  },
  {
    name: 'client-packages',
    place: `${client}/packages`,
    dialogs: {
      edit: ['editClient.open'],
      company: ['company.change'],
      sell: ['packages.add'],
      menu: [packageMenu],
      adjust: [packageMenu, 'packageChange.adjust.menu'],
      close: [packageMenu, 'packageChange.close.menu'],
      history: [packageMenu, 'packageChange.history.menu'],
      'accept-offer': ['offers.accept'],
      'dismiss-offer': ['offers.dismiss'],
      hint: ['hints.about'],
    },
  },
  {
    name: 'client-ledger',
    place: `${client}/ledger`,
    dialogs: {
      why: ['ledger.why'],
      waive: ['waive.start'],
      mark: ['ledger.why', 'work.markEntryButton'],
    },
  },
  { name: 'client-reports', place: `${client}/reports` },
  {
    name: 'report-new',
    place: `${client}/reports/new`,
    dialogs: { confirm: ['preview.post'] },
  },
  {
    name: 'report-issued',
    place: `${client}/reports/REPORT`,
    dialogs: { reopen: ['preview.reopen'] },
  },
  { name: 'client-sprint', place: `${client}/sprint` },
  { name: 'client-schedule', place: `${client}/schedule`, dialogs: { add: ['schedule.add'] } },
  {
    name: 'client-terms',
    place: `${client}/terms`,
    dialogs: { version: ['terms.versions.show'] },
  },
  { name: 'client-alerts', place: `${client}/alerts` },
  { name: 'settings-terms', place: '/settings/terms' },
  { name: 'settings-work-types', place: '/settings/work-types' },
  { name: 'settings-groups', place: '/settings/groups' },
  { name: 'settings-calendar', place: '/settings/calendar' },
  { name: 'settings-board', place: '/settings/board' },
  { name: 'settings-crm', place: '/settings/crm' },
  { name: 'settings-roles', place: '/settings/roles', dialogs: { person: ['people.changeOf'] } },
  { name: 'settings-log', place: '/settings/log' },
  { name: 'settings-data', place: '/settings/data', dialogs: { erase: ['data.erase'] } },
  {
    name: 'task',
    place: '/tasks/TASK',
    dialogs: {
      mark: ['work.change'],
      why: ['task.why'],
      request: ['estimates.request'],
      hand: ['handoffs.handButton'],
    },
  },
];

const performerStops: readonly Stop[] = [
  { name: 'home', place: '/clients' },
  { name: 'handoffs', place: '/handoffs' },
  { name: 'board', place: '/board', dialogs: { card: ['css:[data-card]'] } },
  { name: 'sprint', place: '/sprint', dialogs: { task: ['css:.sprint-chip'] } },
  { name: 'capacity', place: '/capacity' },
  { name: 'nobody-s', place: `${client}/packages` },
  { name: 'task', place: '/tasks/TASK', dialogs: { request: ['estimates.request'] } },
];

const clientStops: readonly Stop[] = [
  { name: 'client-packages', place: `${client}/packages`, dialogs: { hint: ['hints.about'] } },
  { name: 'client-sprint', place: `${client}/sprint` },
  { name: 'client-reports', place: `${client}/reports` },
  { name: 'report-issued', place: `${client}/reports/REPORT` },
  { name: 'task', place: '/tasks/TASK', dialogs: { request: ['estimates.request'] } },
];

export const screenTour: Record<Looker, readonly Stop[]> = {
  manager: managerStops,
  performer: performerStops,
  client: clientStops,
};

type Texts = { [key: string]: string | Texts };

/** Texts of the widget by key, as patterns for the names of buttons: whatever is filled in may be anything. */
export function namesIn(language: 'ru' | 'en'): (key: string) => RegExp {
  const file = new URL(`../../client-widget/i18n/${language}.json`, import.meta.url);
  const texts = JSON.parse(readFileSync(file, 'utf8')) as Texts;
  return (key) => {
    const text = key
      .split('.')
      .reduce<Texts | string | undefined>(
        (part, name) => (typeof part === 'object' ? part[name] : undefined),
        texts,
      );
    if (typeof text !== 'string') throw new Error(`There is no text ${key}`);
    const pattern = text
      .split(/\{\{.*?\}\}/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*');
    return new RegExp(`^\\s*${pattern}`);
  };
}

/** Goes to a place of the app and waits until nothing loads and nothing moves. */
export async function goToPlace(frame: Frame, place: string): Promise<void> {
  await frame.evaluate((hash) => void (location.hash = hash), place);
  // The parts of a screen are files of their own: what is asked for shows as a skeleton a moment later.
  await frame.waitForTimeout(150);
  await settle(frame);
}

/** No skeleton is left, and what slides in has come to rest. */
export async function settle(frame: Frame): Promise<void> {
  await frame.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
  await frame.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))),
  );
}

/** Presses one after the other; false where a button is not there: then nothing is open. */
export async function pressAll(
  frame: Frame,
  presses: readonly Press[],
  nameOf: (key: string) => RegExp,
): Promise<boolean> {
  for (const press of presses) {
    const button = await find(frame, press, nameOf);
    if (button === null) {
      await closeAll(frame);
      return false;
    }
    await button.click();
    await frame.waitForTimeout(120);
    await settle(frame);
  }
  return true;
}

async function find(frame: Frame, press: Press, nameOf: (key: string) => RegExp): Promise<Locator | null> {
  const choices = press.startsWith('css:')
    ? [frame.locator(press.slice(4))]
    : (['button', 'menuitem'] as const).map((role) => frame.getByRole(role, { name: nameOf(press) }));
  for (const choice of choices) {
    const visible = choice.filter({ visible: true }).first();
    if ((await visible.count()) > 0) return visible;
  }
  return null;
}

/** Closes what is open, a dialog over a dialog too. */
export async function closeAll(frame: Frame): Promise<void> {
  for (let left = 3; left > 0; left -= 1) {
    const isOpen = await frame.evaluate(
      () => document.querySelector('[role="dialog"], [role="menu"], [role="note"]') !== null,
    );
    if (!isOpen) return;
    await frame.page().keyboard.press('Escape');
    await frame.waitForTimeout(120);
    await settle(frame);
  }
}
