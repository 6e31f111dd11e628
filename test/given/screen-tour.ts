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
  { name: 'board-clients', place: '/board?by=client' },
  { name: 'board-tv', place: '/board?tv=1' },
  {
    name: 'sprint',
    place: '/sprint',
    dialogs: { task: ['css:.sprint-chip'], publish: ['sprint.next', 'sprint.accept'] },
  },
  {
    name: 'capacity',
    place: '/capacity',
    dialogs: { norm: ['capacity.openNorm'], day: ['css:.capacity-day'], skills: ['skills.edit'] },
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
    dialogs: { version: ['terms.versions.showBuiltIn'] },
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
      advise: ['advice.open'],
      urgent: ['intake.urgentButton'],
      critical: ['intake.criticalButton'],
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

/** Whatever stands over the screen. */
export const opened = '[role="dialog"], [role="menu"], [role="note"]';

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
    await changing(frame, () => button.click());
  }
  return true;
}

async function find(frame: Frame, press: Press, nameOf: (key: string) => RegExp): Promise<Locator | null> {
  const choices = press.startsWith('css:')
    ? [frame.locator(press.slice(4))]
    : (['button', 'menuitem'] as const).map((role) => frame.getByRole(role, { name: nameOf(press) }));
  const [first, ...others] = choices.map((choice) => choice.filter({ visible: true }));
  const any = others.reduce((all, one) => all.or(one), first ?? frame.locator(press));
  const pressable = any.and(frame.locator(':enabled, :not(button)')).first();
  // What loads by itself has shown no skeleton either; it is there soon or not at all.
  const isThere = await pressable.waitFor({ timeout: 1_500 }).then(
    () => true,
    () => false,
  );
  return isThere ? pressable : null;
}

/** Closes what is open, a dialog over a dialog too. */
export async function closeAll(frame: Frame): Promise<void> {
  for (let left = 3; left > 0 && (await openNow(frame)) !== ''; left -= 1)
    await changing(frame, () => frame.page().keyboard.press('Escape'));
}

const openNow = (frame: Frame): Promise<string> => frame.evaluate(describeOpen, opened);

/** Runs in the page. */
function describeOpen(selector: string): string {
  return [...document.querySelectorAll(selector)]
    .map((one) => one.id || (one.textContent ?? '').slice(0, 80))
    .join('|');
}

/** Does something that opens or closes a layer, and waits until it did and came to rest. */
async function changing(frame: Frame, work: () => Promise<void>): Promise<void> {
  const before = await openNow(frame);
  await work();
  await frame
    .waitForFunction(
      ([selector, was]) =>
        [...document.querySelectorAll(selector)]
          .map((one) => one.id || (one.textContent ?? '').slice(0, 80))
          .join('|') !== was,
      [opened, before] as const,
      { timeout: 5_000 },
    )
    .catch(() => undefined);
  await settle(frame);
}
