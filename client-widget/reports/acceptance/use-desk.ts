import {
  computed,
  inject,
  provide,
  reactive,
  ref,
  shallowRef,
  type InjectionKey,
  type ShallowRef,
} from 'vue';
import type { AcceptanceView, DisputeView } from '../../../server/api/acceptance.js';

/** Where a report stands with its client, and which of its lines are being questioned on this screen. */
export interface Desk {
  view: ShallowRef<AcceptanceView | null>;
  /** Lines can be ticked. */
  choosing: { value: boolean };
  /** Reasons of the ticked lines, by entry. */
  ticked: Map<number, string>;
  /** Sending was tried: lines without a reason say so. */
  tried: { value: boolean };
  lines: { readonly value: { entryId: number; reason: string }[] };
  complete: { readonly value: boolean };
  disputesOf: (entryId: number) => DisputeView[];
  begin: () => void;
  leave: () => void;
  /** Takes a question back; null for whoever is no client. */
  withdraw: ShallowRef<((dispute: number) => void) | null>;
}

const key: InjectionKey<Desk> = Symbol('acceptance-desk');
const leastSigns = 3;

export function provideDesk(): Desk {
  const view: Desk['view'] = shallowRef(null);
  const choosing = ref(false);
  const tried = ref(false);
  const ticked = reactive(new Map<number, string>());
  const lines = computed(() => [...ticked].map(([entryId, reason]) => ({ entryId, reason: reason.trim() })));
  const desk: Desk = {
    view,
    choosing,
    ticked,
    tried,
    lines,
    complete: computed(() => lines.value.every((line) => isReason(line.reason)) && lines.value.length > 0),
    disputesOf: (entryId) => view.value?.disputes.filter((one) => one.line.entryId === entryId) ?? [],
    begin: () => {
      tried.value = false;
      choosing.value = true;
    },
    leave: () => {
      choosing.value = false;
      ticked.clear();
    },
    withdraw: shallowRef(null),
  };
  provide(key, desk);
  return desk;
}

export function useDesk(): Desk {
  const desk = inject(key);
  if (!desk) throw new Error('Acceptance is shown outside of its desk');
  return desk;
}

/** Long enough to be answered. */
export function isReason(text: string): boolean {
  return text.trim().length >= leastSigns;
}
