import type { WorkOrigin } from '../../base/work-origin.js';
import { holdsWords, isSameTag, wordsOf } from './work-words.js';

/** `any` = every task of the rule's client. */
export type RuleField = 'title' | 'tag' | 'any';

export interface WorkRule {
  ruleId: number;
  /** Null = of every client. */
  clientId: number | null;
  field: RuleField;
  word: string;
  workType: string;
}

export interface TaskWords {
  title: string;
  tags: readonly string[];
}

/** One thing a person marked, and the action that did it. */
export interface Marked {
  value: string;
  actionId: string | null;
}

/** What people marked a task or an entry with; null = left to the app. */
export interface WorkMark {
  workType: Marked | null;
  urgency: Marked | null;
  courtesy: Marked | null;
}

export interface Resolved {
  value: string;
  from: WorkOrigin;
}

/** What tags and rules say of a task before anybody marks it. Null = nothing: the terms decide. */
export interface TaskWork {
  workType: Resolved | null;
  urgency: Resolved | null;
}

/** Null work type = the usual one of the terms in force on the work day. */
export interface ResolvedWork extends TaskWork {
  courtesy: Resolved | null;
}

const urgencyWords: Record<string, string> = {
  срочно: 'urgent',
  срочная: 'urgent',
  срочный: 'urgent',
  urgent: 'urgent',
  критично: 'critical',
  критическая: 'critical',
  критический: 'critical',
  critical: 'critical',
};

/**
 * Work type of a task by its tags, else by the first rule that fits; urgency by its tags, critical before urgent.
 * @param typeOfTag the work type a tag names, if it names one
 * @param rules in their order, archived ones left out
 */
export function workOfTask(
  task: TaskWords,
  clientId: number,
  rules: readonly WorkRule[],
  typeOfTag: (tag: string) => string | null,
): TaskWork {
  return { workType: ofTags(task, typeOfTag) ?? ofRules(task, clientId, rules), urgency: urgencyOf(task) };
}

/** Marks win: those of the entry before those of its task. */
export function withMarks(
  work: TaskWork,
  ofEntry: WorkMark | undefined,
  ofTask: WorkMark | undefined,
): ResolvedWork {
  const marked = (what: keyof WorkMark): Resolved | null =>
    resolved(ofEntry?.[what], 'entry-mark') ?? resolved(ofTask?.[what], 'task-mark');
  return {
    workType: marked('workType') ?? work.workType,
    urgency: marked('urgency') ?? work.urgency,
    courtesy: marked('courtesy'),
  };
}

export function fitsRule(task: TaskWords, clientId: number, rule: WorkRule): boolean {
  if (rule.clientId !== null && rule.clientId !== clientId) return false;
  if (rule.field === 'any') return true;
  if (rule.field === 'tag') return task.tags.some((tag) => isSameTag(tag, rule.word));
  return holdsWords(task.title, rule.word);
}

function ofTags(task: TaskWords, typeOfTag: (tag: string) => string | null): Resolved | null {
  for (const tag of task.tags) {
    const value = typeOfTag(tag);
    if (value !== null) return { value, from: { how: 'tag', tag } };
  }
  return null;
}

function ofRules(task: TaskWords, clientId: number, rules: readonly WorkRule[]): Resolved | null {
  const rule = rules.find((one) => fitsRule(task, clientId, one));
  return rule ? { value: rule.workType, from: { how: 'rule', ruleId: rule.ruleId } } : null;
}

/** What the tags of a task say of its urgency, critical before urgent. */
export function urgencyOf(task: TaskWords): Resolved | null {
  const named = task.tags.flatMap((tag): Resolved[] => {
    const value = urgencyWords[wordsOf(tag).join(' ')];
    return value === undefined ? [] : [{ value, from: { how: 'tag', tag } }];
  });
  return named.find((one) => one.value === 'critical') ?? named[0] ?? null;
}

function resolved(marked: Marked | null | undefined, how: 'entry-mark' | 'task-mark'): Resolved | null {
  return marked ? { value: marked.value, from: { how, actionId: marked.actionId } } : null;
}
