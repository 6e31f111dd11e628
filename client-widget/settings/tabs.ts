import { defineAsyncComponent } from 'vue';
import ErrorState from '../ui/ErrorState.vue';
import SkeletonRows from '../ui/SkeletonRows.vue';

const lazily = (loader: () => Promise<{ default: object }>) =>
  defineAsyncComponent({ loader, loadingComponent: SkeletonRows, errorComponent: ErrorState, delay: 120 });

/**
 * THE TABS of the settings in their order, under the heading of their group: `id` is the second part of the path
 * (`/settings/<id>`), `label` the key of its name. A heading is shown once its group has a tab.
 */
export const tabs = [
  { id: 'terms', group: 'hours', label: 'settings.tabs.terms', view: lazily(() => import('./TermsTab.vue')) },
  {
    id: 'work-types',
    group: 'hours',
    label: 'settings.tabs.work-types',
    view: lazily(() => import('./WorkTypesTab.vue')),
  },
  {
    id: 'groups',
    group: 'hours',
    label: 'settings.tabs.groups',
    view: lazily(() => import('./GroupsTab.vue')),
  },
  {
    id: 'calendar',
    group: 'work',
    label: 'settings.tabs.calendar',
    view: lazily(() => import('./CalendarTab.vue')),
  },
  { id: 'board', group: 'work', label: 'settings.tabs.board', view: lazily(() => import('./BoardTab.vue')) },
  { id: 'crm', group: 'hours', label: 'settings.tabs.crm', view: lazily(() => import('./CrmTab.vue')) },
  {
    id: 'roles',
    group: 'portal',
    label: 'settings.tabs.roles',
    view: lazily(() => import('./RolesTab.vue')),
  },
  { id: 'log', group: 'portal', label: 'settings.tabs.log', view: lazily(() => import('./LogTab.vue')) },
  { id: 'data', group: 'portal', label: 'settings.tabs.data', view: lazily(() => import('./DataTab.vue')) },
] as const;

/** What managers may open too; the rest is for administrators. */
export const tabsOfManagers: readonly string[] = ['log'];

/** THE GROUPS in their order; the heading is `settings.groups.<group>`. */
export const groups = ['hours', 'work', 'portal'] as const;

export type SettingsTab = (typeof tabs)[number];

/** The tabs somebody may open, under the headings of their groups. */
export function tabsByGroup(shown: readonly SettingsTab[]) {
  return groups
    .map((group) => ({ group, tabs: shown.filter((tab) => tab.group === group) }))
    .filter((section) => section.tabs.length > 0);
}
