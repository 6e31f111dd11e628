/** Who or what said which work type, urgency or courtesy an hour has. Names are looked up when it is shown. */
export type WorkOrigin =
  | { how: 'entry-mark' | 'task-mark'; actionId: string | null }
  | { how: 'tag'; tag: string }
  | { how: 'rule'; ruleId: number }
  | { how: 'handoff'; handoffId: number }
  | { how: 'terms' };
