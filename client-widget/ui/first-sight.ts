import { inject, type InjectionKey, type Ref } from 'vue';

export const firstSight: InjectionKey<(loading: Ref<boolean>) => void> = Symbol('first sight');

/** Whoever shows this part waits with its first sight until it has something to show; alone, it is shown at once. */
export function joinFirstSight(loading: Ref<boolean>): void {
  inject(firstSight, null)?.(loading);
}
