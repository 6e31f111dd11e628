import type { Component, InjectionKey, Ref } from 'vue';

/** What stands beneath a line of work where the document is shown: drawn with `entryId`; nothing on paper. */
export const lineExtraKey: InjectionKey<Component> = Symbol('line-extra');
/** True while the single lines are wanted, also where a brief report keeps them folded. */
export const linesWantedKey: InjectionKey<Readonly<Ref<boolean>>> = Symbol('lines-wanted');
