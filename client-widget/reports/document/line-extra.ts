import type { Component, InjectionKey } from 'vue';

/** What stands beneath a line of work where the document is shown: drawn with `entryId`; nothing on paper. */
export const lineExtraKey: InjectionKey<Component> = Symbol('line-extra');
