import { mayUseApp } from '../../rest/caller.js';
import type { PlacementBinding } from '../../app/app-state.js';
import type { World } from '../../world/world.js';
import type { Visit } from '../visit.js';

export interface AppItem {
  title: string;
  path: string;
}

/** A bound place with its number among those of the same code. */
export interface Place {
  row: PlacementBinding;
  index: number;
  title: string;
}

/** Placements show only after installFinish, and only to people who were granted the app. */
export function placesOf(visit: Visit, code: string): Place[] {
  const { world, user } = visit;
  if (world.app.state !== 'installed' || !mayUseApp(world, user)) return [];
  return world.app.placements
    .filter((row) => row.placement === code)
    .map((row, index) => ({ row, index, title: titleOf(world, row) }));
}

function titleOf(world: World, row: PlacementBinding): string {
  return row.langAll[world.settings.language]?.TITLE || row.title || world.settings.app.name;
}

export function appPath(world: World): string {
  return `/marketplace/app/${world.settings.app.code}/`;
}

/** The app's items of the left menu; before the install is finished only administrators have one. */
export function appItems(visit: Visit): AppItem[] {
  const { world, user } = visit;
  const { name, handlerUrl } = world.settings.app;
  const path = appPath(world);
  if (handlerUrl === '') return [];
  if (world.app.state === 'absent') return user.admin ? [{ title: `Установить «${name}»`, path }] : [];
  if (world.app.state === 'installing') return [{ title: `${name} (не установлено)`, path }];
  const places = placesOf(visit, 'LEFT_MENU').map(({ index, title }) => ({
    title,
    path: `${path}?placement=LEFT_MENU&place=${index}`,
  }));
  return places.length > 0 || !mayUseApp(world, user) ? places : [{ title: name, path }];
}
