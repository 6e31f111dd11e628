import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { raiseAlerts, readAlertMarks, reviewAlerts, watchAlerts } from '../../server/alerts/index.js';
import { readAlerts } from '../../server/alerts/alerts-view.js';
import { markSeen } from '../../server/alerts/mark-seen.js';
import type { Db } from '../../server/base/db/index.js';
import { readManagersToTell } from '../../server/clients/index.js';
import { enqueuePost } from '../../server/portal/outbox/index.js';
import { instant, localDay } from '../given/ledger-days.js';
import { openSilentLog } from '../given/silent-log.js';
import { createLog } from '../../server/base/log.js';
import { loadConfig } from '../../config/index.js';
import { type StoredLedger, storedLedger } from '../given/stored-ledger.js';
import { describeEachDatabase } from '../harness/databases.js';

const HOUR = 3600;
const config = loadConfig({
  ...{ PUBLIC_URL: 'http://127.0.0.1:1', INSECURE_LOOPBACK: '1' },
  DATABASE_URL: join(mkdtempSync(join(tmpdir(), 'support-hours-alerts-')), 'unused.sqlite'),
  ...{ B24_CLIENT_ID: 'local.1', B24_CLIENT_SECRET: 's', AUTH_HOSTS: 'http://127.0.0.1:2' },
});

describeEachDatabase('alerts in the database', (given) => {
  let db: Db;
  let portals = 0;
  beforeAll(async () => {
    db = await given.freshDatabase();
  });

  interface Scene {
    ledger: StoredLedger;
    clientId: number;
    ground: Parameters<typeof watchAlerts>[0];
    look: () => Promise<void>;
    open: () => Promise<string[]>;
    notices: () => Promise<{ to: number; text: string }[]>;
  }

  /** An installed portal whose first client has a package of ten hours and manager 7. */
  async function scene(): Promise<Scene> {
    const portalId = `alerts-${(portals += 1)}`;
    await installed(portalId);
    const ledger = storedLedger(db, portalId);
    const clientId = await ledger.addClient();
    await db
      .insertInto('client_managers')
      .values({ portal_id: portalId, client_id: clientId, user_id: 7 })
      .execute();
    const ground = { ...ledger.ground, db, config, log: createLog('silent', openSilentLog().destination) };
    await ledger.sell(clientId, { hours: 10 });
    return {
      ...{ ledger, clientId, ground },
      look: async () => {
        await ledger.post(clientId);
        await ledger.inTx((tx) => raiseAlerts(tx, ground, portalId, clientId));
      },
      open: async () => {
        const clients = [await ledger.client(clientId)];
        const alerts = await readAlerts(db, portalId, clients, ledger.ground.clock.now());
        return alerts.map(({ key }) => key);
      },
      notices: async () => {
        const rows = await db
          .selectFrom('outbox')
          .select('payload')
          .where('portal_id', '=', portalId)
          .where('kind', '=', 'notice')
          .orderBy('created_at')
          .orderBy('key')
          .execute();
        return rows.map(({ payload }) => {
          const { userId, text } = JSON.parse(payload) as { userId: number; text: string };
          return { to: userId, text };
        });
      },
    };
  }

  async function installed(portalId: string): Promise<void> {
    await db
      .insertInto('portals')
      .values({
        ...{ portal_id: portalId, client_endpoint: 'https://vendor.bitrix24.ru/rest', auth_endpoint: 'x' },
        ...{ state: 'installed', application_token_sealed: null, scope: '', language: 'ru' },
        ...{ time_zone: 'Europe/Moscow', card: 'new', app_version: 1, created_at: 0 },
        ...{ installed_at: 0, uninstalled_at: null },
      })
      .execute();
  }

  /** Work recorded now: entries made before the client was are nobody's concern. */
  const workNow = ({ ledger }: Scene, entryId: number, hours: number, comment = 'работа') =>
    ledger.work({ entryId, seconds: hours * HOUR, workedAt: ledger.ground.clock.now(), comment });

  it('tell of a threshold once, however often and by whomever they are looked at', async () => {
    const here = await scene();
    await workNow(here, 1, 8);
    await here.look();
    await here.look();
    await Promise.all([here.look(), here.look(), reviewAlerts(here.ground, here.ledger.portalId)]);
    expect(await here.open()).toEqual(['threshold:1:80']);
    const notices = await here.notices();
    expect(notices.map(({ to }) => to)).toEqual([7]);
    expect(notices[0]?.text).toContain('«Пакет 10 ч»: достигнут порог 80 %, всего осталось 2:00.');
    expect(notices[0]?.text).toContain('https://vendor.bitrix24.ru/marketplace/view/');
  });

  it('commit with the posting behind them, or not at all', async () => {
    const here = await scene();
    await workNow(here, 1, 8);
    const failing = here.ledger.inTx(async (tx) => {
      await raiseAlerts(tx, here.ground, here.ledger.portalId, here.clientId);
      throw new Error('the machine died');
    });
    await expect(failing).rejects.toThrow('the machine died');
    expect([await here.open(), await here.notices()]).toEqual([[], []]);
    await here.look();
    expect(await here.notices()).toHaveLength(1);
  });

  it('list what an old client already has, and tell nobody', async () => {
    const here = await scene();
    here.ledger.setDay(60);
    await here.ledger.work({ entryId: 1, seconds: 10 * HOUR, workedAt: instant(20, 800) });
    await here.look();
    expect(await here.open()).toEqual(['threshold:1:100']);
    here.ledger.setDay(61);
    await workNow(here, 2, 1, ' \n');
    await here.look();
    expect(await here.open()).toEqual(['overage:1', 'no-comment:2']);
    expect((await here.notices()).map(({ text }) => /перерасход: [\d:]+/.exec(text)?.[0])).toEqual([
      'перерасход: 1:00',
    ]);
  });

  it('gather entries until the next working morning, and close when they are put right', async () => {
    const here = await scene();
    await here.ledger.sell(here.clientId, { hours: 100 });
    for (const entryId of [1, 2, 3, 4, 5]) await workNow(here, entryId, 1, '');
    await here.look();
    expect(await here.open()).toHaveLength(5);
    await workNow(here, 5, 1, 'вспомнил');
    await here.look();
    await watchAlerts(here.ground, here.ledger.portalId);
    expect(await here.notices()).toEqual([]);
    here.ledger.setDay(25);
    await watchAlerts(here.ground, here.ledger.portalId);
    await watchAlerts(here.ground, here.ledger.portalId);
    const texts = (await here.notices()).map(({ text }) => text);
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain('4 записи времени без комментария');
    expect(texts[0]).toContain('…и ещё 1 запись');
  });

  it('see drafts and uncertain posts come and go', async () => {
    const here = await scene();
    await here.look();
    const { portalId } = here.ledger;
    await db
      .insertInto('reports')
      .values({
        ...{ portal_id: portalId, client_id: here.clientId, report_id: 'r1', cause: 'demand:1' },
        ...{ state: 'draft', cut: '{}', due_at: 0, position: 1, model: null, number: null },
        ...{ created_at: here.ledger.ground.clock.now(), updated_at: 0, action_id: null, posted_at: null },
      })
      .execute();
    await watchAlerts(here.ground, portalId);
    expect(await here.open()).toEqual(['report-draft:r1']);
    expect(await here.notices()).toHaveLength(1);
    const told = here.ledger.ground.clock.now() + 4 * 86_400_000;
    here.ledger.setDay(Math.ceil((told - instant(0, 0)) / 86_400_000));
    await reviewAlerts(here.ground, portalId);
    expect(await here.open()).toEqual(['report-forgotten:r1', 'report-draft:r1']);
    await db.updateTable('reports').set({ state: 'dismissed' }).where('portal_id', '=', portalId).execute();
    await here.ledger.inTx((tx) =>
      enqueuePost(tx, here.ground, {
        ...{ portalId, clientId: here.clientId, kind: 'comment', key: 'report:1' },
        payload: { taskId: 5, taskFromKey: null, text: 'отчёт' },
      }),
    );
    // Notices of ours that nobody can decide about are no alerts themselves.
    await db.updateTable('outbox').set({ state: 'uncertain' }).where('portal_id', '=', portalId).execute();
    await watchAlerts(here.ground, portalId);
    expect(await here.open()).toEqual([expect.stringMatching(/^uncertain-post:/)]);
    expect(await here.notices()).toHaveLength(3);
    await db.updateTable('outbox').set({ state: 'sent' }).where('portal_id', '=', portalId).execute();
    await watchAlerts(here.ground, portalId);
    expect(await here.open()).toEqual([]);
  });

  it('are seen by a person once, stay listed, and are news again when they come back', async () => {
    const here = await scene();
    await workNow(here, 1, 8);
    await here.look();
    const { portalId, visitor, ground } = here.ledger;
    const request = { requestId: randomUUID(), keys: ['threshold:1:80', 'threshold:9:80'] };
    const see = () => here.ledger.inTx((tx) => markSeen(tx, ground, visitor, here.clientId, request));
    await see();
    await see();
    const client = await here.ledger.client(here.clientId);
    const view = async () => (await readAlerts(db, portalId, [client], ground.clock.now()))[0]?.seen;
    const mark = async () => (await readAlertMarks(db, portalId, [client], ground.clock.now())).get(1);
    expect([await view(), await mark()]).toEqual([true, undefined]);
    const actions = await db
      .selectFrom('actions')
      .select(['user_id', 'after'])
      .where('portal_id', '=', portalId)
      .where('what', '=', 'see-alerts')
      .execute();
    expect(actions).toEqual([{ user_id: 1, after: '{"keys":["threshold:1:80"]}' }]);
    await workNow(here, 1, 1);
    await here.look();
    await workNow(here, 1, 8);
    await here.look();
    expect([await view(), await mark()]).toEqual([false, { count: 1, level: 'warn' }]);
    expect(await here.notices()).toHaveLength(1);
  });

  it('of expiry are told in office hours only, by the nearest notice', async () => {
    const here = await scene();
    await here.ledger.sell(here.clientId, { hours: 5, expiresOn: localDay(50) });
    await here.look();
    const lookAt = async (day: number, minute: number): Promise<string[]> => {
      here.ledger.setDay(day, minute);
      await reviewAlerts(here.ground, here.ledger.portalId);
      await watchAlerts(here.ground, here.ledger.portalId);
      return (await here.notices()).flatMap(({ text }) => /ещё (\d+ \S+),/.exec(text)?.[1] ?? []);
    };
    // Day 36 is a Monday, day 47 a Friday.
    expect(await lookAt(35, 23 * 60)).toEqual([]);
    expect(await lookAt(36, 5)).toEqual([]);
    expect(await here.open()).toEqual([`expiry:2:${localDay(50)}:14`]);
    expect(await lookAt(36, 9 * 60 + 59)).toEqual([]);
    expect(await lookAt(36, 10 * 60)).toEqual(['14 дней']);
    expect(await lookAt(47, 12 * 60)).toEqual(['14 дней', '3 дня']);
    expect(await here.open()).toEqual([`expiry:2:${localDay(50)}:3`]);
    expect(await lookAt(50, 12 * 60)).toHaveLength(2);
    await lookAt(51, 12 * 60);
    expect(await here.open()).toEqual([]);
  });

  describe('whom they tell', () => {
    const person = (
      portalId: string,
      userId: number,
      changes: { active?: number; user_type?: 'extranet' } = {},
    ) =>
      db
        .insertInto('users')
        .values({
          ...{ portal_id: portalId, user_id: userId, name: 'Имя', user_type: 'employee', active: 1 },
          ...{ work_position: '', time_zone: '', asked_at: 0, ...changes },
        })
        .execute();
    const role = (portalId: string, userId: number, name: 'manager' | 'administrator') =>
      db.insertInto('roles').values({ portal_id: portalId, user_id: userId, role: name }).execute();
    const list = (portalId: string, userId: number) =>
      db
        .insertInto('client_managers')
        .values({ portal_id: portalId, client_id: 1, user_id: userId })
        .execute();

    it('the client’s managers at work, else the department’s, else administrators', async () => {
      const portalId = 'whom';
      const told = () => readManagersToTell(db, portalId, 1);
      expect(await told()).toEqual([]);
      await db
        .insertInto('portal_tokens')
        .values({
          ...{ portal_id: portalId, purpose: 'owner', user_id: 1, is_admin: 1, access_sealed: '' },
          ...{
            refresh_sealed: '',
            expires_at: 0,
            broken_reason: null,
            refresh_lease_until: 0,
            updated_at: 0,
          },
        })
        .execute();
      expect(await told()).toEqual([1]);
      await role(portalId, 2, 'administrator');
      expect(await told()).toEqual([2]);
      await role(portalId, 4, 'manager');
      await role(portalId, 3, 'manager');
      expect(await told()).toEqual([3, 4]);
      await person(portalId, 5, { active: 0 });
      await list(portalId, 5);
      await person(portalId, 6, { user_type: 'extranet' });
      await list(portalId, 6);
      expect(await told()).toEqual([3, 4]);
      await person(portalId, 7);
      await list(portalId, 7);
      expect(await told()).toEqual([7]);
    });

    it('while there is nobody, the notice waits for somebody', async () => {
      const here = await scene();
      await db.deleteFrom('client_managers').where('portal_id', '=', here.ledger.portalId).execute();
      await workNow(here, 1, 8);
      await here.look();
      expect([await here.open(), await here.notices()]).toEqual([['threshold:1:80'], []]);
      await role(here.ledger.portalId, 9, 'manager');
      await watchAlerts(here.ground, here.ledger.portalId);
      expect((await here.notices()).map(({ to }) => to)).toEqual([9]);
    });
  });
});
