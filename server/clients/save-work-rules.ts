import { recordAction, type Visitor } from '../access/index.js';
import type { SaveWorkRules } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { badInput, conflict } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { acceptFacts } from '../portal/inbox/index.js';
import { lockPortal } from '../portal/installs/index.js';
import { readClients } from './clients-view.js';
import type { WorkRule } from './rules/resolve-work.js';
import { wordsOf } from './rules/work-words.js';
import {
  archiveWorkRules,
  insertWorkRule,
  moveWorkRule,
  nextRuleId,
  readWorkRules,
} from './work-rules-store.js';

type Draft = SaveWorkRules['rules'][number];

/**
 * Replaces the list of rules. Those that ask the same keep their number; the others are archived, and what takes their
 * place gets the next one. Every client concerned is posted again by a fact of its own, not here: there may be many.
 * Repeated with the same requestId it changes nothing. Throws RULES_CHANGED (409) where the list is another by now.
 */
export async function saveWorkRules(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  wanted: SaveWorkRules,
): Promise<void> {
  const { portalId, userId } = visitor;
  await lockPortal(tx, portalId);
  const before = await readWorkRules(tx, portalId);
  const { actionId, repeated } = await recordAction(tx, ground.clock, {
    ...{ portalId, userId, what: 'save-work-rules', before, after: wanted.rules },
    cause: `save-work-rules:${wanted.requestId}`,
  });
  if (repeated) return;
  if (JSON.stringify(before.map((rule) => rule.ruleId)) !== JSON.stringify(wanted.seen)) {
    throw conflict('RULES_CHANGED', 'Somebody else changed the rules meanwhile');
  }
  await checkDrafts(tx, portalId, wanted.rules);
  await replace(tx, { portalId, actionId, at: ground.clock.now() }, before, wanted.rules);
  const facts = await clientsConcerned(tx, portalId, before, wanted.rules);
  await acceptFacts(tx, ground.clock, facts);
}

/** Throws for a rule without words, or of a client that is not there. */
export async function checkDrafts(tx: Tx, portalId: string, drafts: readonly Draft[]): Promise<void> {
  const clients = new Set((await readClients(tx, portalId)).map((client) => client.client_id));
  for (const [index, draft] of drafts.entries()) {
    const at = { rule: index + 1 };
    if (draft.clientId !== null && !clients.has(draft.clientId)) {
      throw badInput('RULE_CLIENT', 'There is no such client', at);
    }
    if (draft.field !== 'any' && wordsOf(draft.word).length === 0) {
      throw badInput('RULE_WORD', 'Say which word to look for', at);
    }
    if (draft.field === 'any' && draft.clientId === null) {
      throw badInput('RULE_FOR_ALL', 'The usual work type of all clients is a matter of the terms', at);
    }
  }
}

async function replace(
  tx: Tx,
  as: { portalId: string; actionId: string; at: number },
  before: readonly WorkRule[],
  drafts: readonly Draft[],
): Promise<void> {
  const { portalId, actionId, at } = as;
  const left = new Map(before.map((rule) => [rule.ruleId, rule]));
  const kept = drafts.map((draft) => {
    const rule = draft.ruleId === null ? undefined : left.get(draft.ruleId);
    if (!rule || !isSame(rule, draft)) return null;
    left.delete(rule.ruleId);
    return rule.ruleId;
  });
  await archiveWorkRules(tx, portalId, [...left.keys()], at);
  let ruleId = await nextRuleId(tx, portalId);
  for (const [index, draft] of drafts.entries()) {
    const own = kept[index] ?? null;
    if (own !== null) {
      await moveWorkRule(tx, portalId, own, index + 1);
      continue;
    }
    await insertWorkRule(tx, {
      ...{ portal_id: portalId, rule_id: ruleId, position: index + 1, client_id: draft.clientId },
      ...{ field: draft.field, word: wordOf(draft), work_type: draft.workType },
      ...{ created_at: at, archived_at: null, action_id: actionId },
    });
    ruleId += 1;
  }
}

function isSame(rule: WorkRule, draft: Draft): boolean {
  return (
    rule.clientId === draft.clientId &&
    rule.field === draft.field &&
    rule.word === wordOf(draft) &&
    rule.workType === draft.workType
  );
}

function wordOf(draft: Draft): string {
  return draft.field === 'any' ? '' : draft.word;
}

/** All clients, or only those whose own rules differ. Order matters too: a rule that moved concerns its client. */
async function clientsConcerned(
  tx: Tx,
  portalId: string,
  before: readonly WorkRule[],
  after: readonly Draft[],
) {
  const clients = await readClients(tx, portalId);
  const asked = (rules: readonly (WorkRule | Draft)[], clientId: number): string =>
    JSON.stringify(
      rules
        .filter((rule) => rule.clientId === null || rule.clientId === clientId)
        .map(({ field, word, workType }) => [field, word, workType]),
    );
  return clients
    .filter(({ client_id: clientId }) => asked(before, clientId) !== asked(after, clientId))
    .map(({ client_id: clientId }) => ({
      ...{ portalId, subject: 'client', subjectId: String(clientId), name: 'WORK-RULES' },
    }));
}
