import { inject, provide, type InjectionKey } from 'vue';
import type { Session } from '../../server/api/session.js';
import type { Changes, HoursApi } from '../api/index.js';
import type { PortalFrame } from '../frame/index.js';

/** What every screen may use: who is here, our server, the portal page. */
export interface AppContext {
  frame: PortalFrame;
  api: HoursApi;
  session: Session;
  /** What the server says has changed. */
  changes: Changes;
}
const key: InjectionKey<AppContext> = Symbol('app');

export function provideApp(context: AppContext) {
  provide(key, context);
}

export function useApp(): AppContext {
  const context = inject(key);
  if (!context) throw new Error('A screen was drawn before the app had started');
  return context;
}

/** May see every client and the portal's health; the server decides again on every request. */
export function isStaff(session: Session): boolean {
  return session.role === 'administrator' || session.role === 'manager';
}
