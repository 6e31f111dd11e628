import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MarkWork, SaveWorkRules } from '../../server/api/index.js';
import type { Db } from '../../server/base/db/index.js';
import { defaultTerms } from '../../server/base/terms.js';
import { saveWorkRules } from '../../server/clients/save-work-rules.js';
import { explainLines, linesOfEntry, readExport, toJson } from '../../server/ledger/index.js';
import { markWork } from '../../server/ledger/mark-work.js';
import { type LineFilter, readLineChoices, readStatement } from '../../server/ledger/statement-view.js';
import { instant } from '../given/ledger-days.js';
import { accountOf, endOf, faultsOf } from '../given/ledger-questions.js';
import { type StoredLedger, storedLedger } from '../given/stored-ledger.js';
import { storePortal, storeTask } from '../given/stored-task.js';
import { tellTerms } from '../given/stored-terms.js';
import { describeEachDatabase } from '../harness/databases.js';

type Rule = SaveWorkRules['rules'][number];
const titled = (word: string, workType: string): Rule => ({
  ...{ ruleId: null, clientId: null, field: 'title', word, workType },
});

describeEachDatabase('work types', (given) => {
  let db: Db;
  let portal: StoredLedger;
  let clientId: number;
  let portals = 0;
  beforeAll(async () => {
    db = await given.freshDatabase();
  });
  beforeEach(async () => {
    portal = storedLedger(db, `portal-${(portals += 1)}`);
    await storePortal(portal);
    clientId = await portal.addClient();
    await portal.sell(clientId, { hours: 10 });
  });

  async function tellTask(title: string, tags: string[] = []): Promise<void> {
    await storeTask(portal, title, tags);
    await portal.post(clientId);
  }
  const work = async (entryId: number, day = 3) => {
    await portal.work({ entryId, seconds: 3600, workedAt: instant(day) });
    await portal.post(clientId);
  };
  const mark = (input: Partial<MarkWork>, entryId = 0) => {
    const wanted = { requestId: randomUUID(), ...input };
    const thing = { taskId: 1, entryId, clientIds: [clientId] };
    return portal.inTx((tx) => markWork(tx, portal.ground, portal.visitor, thing, wanted));
  };
  const saveRules = (rules: Rule[], seen: number[] = [], requestId = randomUUID()) =>
    portal.inTx((tx) => saveWorkRules(tx, portal.ground, portal.visitor, { requestId, seen, rules }));
  const typesOf = async () =>
    (await portal.standing(clientId))
      .filter((line) => line.entryId !== null)
      .sort((a, b) => (a.entryId ?? 0) - (b.entryId ?? 0))
      .map((line) => [line.workType, line.kind]);
  /** Sentences of every line of an entry, oldest first. */
  const told = async (entryId: number): Promise<string[]> => {
    const client = await portal.client(clientId);
    const lines = (await linesOfEntry(db, client, entryId)).reverse();
    const explained = await explainLines(db, client, lines, 'ru');
    return lines.flatMap((line) =>
      (explained.get(`${line.posting}.${line.line}`)?.steps ?? []).map((step) => step.text),
    );
  };

  it('follow the task: its title by the rules, its tags before them, marks before both', async () => {
    await saveRules([titled('"баг"', 'own-bug'), titled('парс', 'parsing')]);
    await tellTask('Парсинг поставщика');
    await work(1);
    expect(await typesOf()).toEqual([['parsing', 'spend']]);
    await tellTask('Парсинг поставщика', ['Доставка']);
    expect(await typesOf()).toEqual([['delivery', 'spend']]);
    await mark({ workType: 'consulting' });
    expect(await typesOf()).toEqual([['consulting', 'spend']]);
    await work(2);
    await mark({ workType: 'payment' }, 2);
    expect(await typesOf()).toEqual([
      ['consulting', 'spend'],
      ['payment', 'spend'],
    ]);
    await mark({ workType: null });
    await mark({ workType: null }, 2);
    await tellTask('Нашли баг');
    expect(await typesOf()).toEqual([
      ['own-bug', 'courtesy'],
      ['own-bug', 'courtesy'],
    ]);
    expect(await faultsOf(portal, clientId)).toEqual([]);
  });

  it('are the usual one of the terms of the day where nothing else is said', async () => {
    await tellTask('Разное');
    await work(1, 3);
    await work(2, 9);
    const terms = { ...defaultTerms, defaultWorkType: 'consulting' };
    await tellTerms(portal, clientId, 5, terms);
    await portal.post(clientId);
    expect(await typesOf()).toEqual([
      ['other', 'spend'],
      ['consulting', 'spend'],
    ]);
  });

  it('change open hours only: what a report has shown stays', async () => {
    await tellTask('Разное');
    await work(1, 3);
    await portal.issue(clientId, endOf(4));
    await work(2, 9);
    await mark({ workType: 'own-bug' });
    expect(await typesOf()).toEqual([
      ['other', 'spend'],
      ['own-bug', 'courtesy'],
    ]);
    expect((await accountOf(portal, clientId)).balance).toMatchObject({
      spentSeconds: 3600,
      courtesySeconds: 3600,
    });
  });

  it('keep who said so, and reversals keep what made them', async () => {
    await tellTask('Разное', ['парсинг']);
    await work(1);
    await mark({ courtesyReason: 'goodwill', reason: 'Долго ждали ответа' }, 1);
    const sentences = await told(1);
    expect(sentences).toEqual(
      expect.arrayContaining([
        'Вид работ «Парсинг»: по тегу задачи «парсинг».',
        expect.stringMatching(
          /^За наш счёт \(.+\): отметка у этой записи \(Ирина Смирнова, .+\); причина — Долго ждали ответа\.$/,
        ),
        expect.stringMatching(
          /^Эта строка отменяет строку \d+\.\d+: время теперь за наш счёт \(.+\) — отметка/,
        ),
      ]),
    );
    await portal.work({ entryId: 1, seconds: 1800, workedAt: instant(3) });
    await portal.post(clientId);
    await portal.work({ entryId: 1, seconds: 1800, workedAt: instant(3), state: 'deleted' });
    await portal.post(clientId);
    expect(await told(1)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('время записи изменили: было 1:00, стало 0:30'),
        expect.stringContaining('запись удалена'),
      ]),
    );
  });

  it('are marked once, however often the request comes, and only with what terms name', async () => {
    await tellTask('Разное');
    await work(1);
    const requestId = randomUUID();
    for (let time = 0; time < 3; time += 1) await mark({ requestId, workType: 'parsing' });
    expect(
      await db.selectFrom('work_marks').selectAll().where('portal_id', '=', portal.portalId).execute(),
    ).toHaveLength(1);
    await expect(mark({ workType: 'выдумка' })).rejects.toMatchObject({ code: 'WORK_TYPE_UNKNOWN' });
    expect(await typesOf()).toEqual([['parsing', 'spend']]);
  });

  it('each keep the action that brought them, though another was marked later', async () => {
    await tellTask('Разное');
    await work(1);
    await mark({ workType: 'parsing', reason: 'выгрузка цен' });
    await mark({ urgency: 'urgent', reason: 'сайт лежит' });
    const sentences = await told(1);
    expect(sentences).toContainEqual(
      expect.stringMatching(/^Вид работ «Парсинг»: отметка у задачи .*выгрузка цен/),
    );
    expect(sentences).toContainEqual(
      expect.stringMatching(/^Срочность «срочная»: отметка у задачи .*сайт лежит/),
    );
  });

  describe('rules', () => {
    const rulesNow = () =>
      db
        .selectFrom('work_rules')
        .select(['rule_id', 'position', 'word', 'archived_at'])
        .where('portal_id', '=', portal.portalId)
        .orderBy('rule_id')
        .execute();

    it('keep their number while they ask the same, and get a new one when they do not', async () => {
      await saveRules([titled('парс', 'parsing'), titled('касс', 'cash-register')]);
      await saveRules(
        [
          { ...titled('касс', 'cash-register'), ruleId: 2 },
          { ...titled('парсер', 'parsing'), ruleId: 1 },
        ],
        [1, 2],
      );
      expect(
        (await rulesNow()).map((row) => [row.rule_id, row.position, row.word, row.archived_at === null]),
      ).toEqual([
        [1, 1, 'парс', false],
        [2, 1, 'касс', true],
        [3, 2, 'парсер', true],
      ]);
    });

    it('post every client concerned anew by a fact of its own, the others not', async () => {
      const other = await portal.addClient();
      await db.deleteFrom('inbox').execute();
      await saveRules([{ ...titled('парс', 'parsing'), clientId: other }]);
      const facts = () =>
        db.selectFrom('inbox').select('subject_id').where('portal_id', '=', portal.portalId).execute();
      expect((await facts()).map((row) => row.subject_id)).toEqual([String(other)]);
      await saveRules(
        [titled('касс', 'cash-register'), { ...titled('парс', 'parsing'), clientId: other, ruleId: 1 }],
        [1],
      );
      expect((await facts()).map((row) => row.subject_id).sort()).toEqual(
        [String(clientId), String(other)].sort(),
      );
    });

    it('are refused when somebody else changed them meanwhile, and when they make no sense', async () => {
      await saveRules([titled('парс', 'parsing')]);
      await expect(saveRules([])).rejects.toMatchObject({ code: 'RULES_CHANGED' });
      const wrong = (rule: Rule) => saveRules([rule], [1]);
      await expect(wrong(titled('…', 'parsing'))).rejects.toMatchObject({ code: 'RULE_WORD' });
      await expect(wrong({ ...titled('', 'parsing'), field: 'any' })).rejects.toMatchObject({
        code: 'RULE_FOR_ALL',
      });
      await expect(wrong({ ...titled('парс', 'parsing'), clientId: 99 })).rejects.toMatchObject({
        code: 'RULE_CLIENT',
      });
    });

    it('are saved once, however often the request comes', async () => {
      const requestId = randomUUID();
      await saveRules([titled('парс', 'parsing')], [], requestId);
      await saveRules([titled('парс', 'parsing')], [], requestId);
      expect(await rulesNow()).toHaveLength(1);
    });
  });

  it('choose the lines of a statement, as do its people and tasks', async () => {
    await tellTask('Разное');
    await portal.work({ entryId: 1, seconds: 600, workedAt: instant(3), userId: 1 });
    await portal.work({ entryId: 2, seconds: 600, workedAt: instant(4), userId: 7 });
    await portal.work({ entryId: 3, seconds: 600, workedAt: instant(5), userId: 7, taskId: 2 });
    await mark({ workType: 'parsing' }, 2);
    const client = await portal.client(clientId);
    const entriesOf = async (of: LineFilter) => {
      const page = await readStatement(db, client, { standingOnly: true, before: null, limit: 10, of });
      return page.lines.map((line) => line.entryId);
    };
    expect([
      await entriesOf({ workType: 'parsing' }),
      await entriesOf({ userId: 7 }),
      await entriesOf({ userId: 7, taskId: 2 }),
      await entriesOf({ workType: 'parsing', taskId: 2 }),
    ]).toEqual([[2], [3, 2], [3], []]);
    expect(await readLineChoices(db, client)).toEqual({
      people: [
        { userId: 7, name: '#7' },
        { userId: 1, name: 'Ирина Смирнова' },
      ],
      tasks: [
        { taskId: 2, title: '#2' },
        { taskId: 1, title: 'Разное' },
      ],
      workTypes: ['other', 'parsing'],
    });
  });

  it('of what a person entered, the explanation names the person', async () => {
    const client = await portal.client(clientId);
    const { lines } = await readExport(db, client);
    const explained = await explainLines(db, client, lines, 'ru');
    expect([...explained.values()].flatMap(({ steps }) => steps.map((step) => step.text))).toEqual([
      expect.stringMatching(/^Внесено вручную: Ирина Смирнова, .+\.$/),
    ]);
  });

  it('stand in the JSON export, each line with its explanation', async () => {
    await saveRules([titled('парс', 'parsing')]);
    await tellTask('Парсинг поставщика');
    await work(1);
    const exported = await readExport(db, await portal.client(clientId), { explainIn: 'ru' });
    const { lines } = JSON.parse(toJson(exported)) as {
      lines: { entryId: number | null; why: { steps: { rule: string; text: string }[] } }[];
    };
    const steps = lines.find((line) => line.entryId === 1)?.why.steps ?? [];
    expect(steps.map((step) => step.rule)).toEqual([
      'recorded',
      'work-type',
      'terms',
      'billed',
      'package-order',
    ]);
    expect(steps[1]?.text).toBe('Вид работ «Парсинг»: по правилу № 1: в названии задачи есть «парс».');
  });
});
