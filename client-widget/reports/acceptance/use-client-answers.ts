import { useTranslation } from 'i18next-vue';
import type { AcceptanceView } from '../../../server/api/acceptance.js';
import { ApiError } from '../../api/index.js';
import { useApp } from '../../ui/app-context.js';
import { newRequestId } from '../../ui/request-id.js';
import { useAction } from '../../ui/use-action.js';
import type { Desk } from './use-desk.js';
import { useLater } from './use-later.js';

export type ClientAnswers = ReturnType<typeof useClientAnswers>;

/** What the client may do about a report; made once, drawn above and below it. */
export function useClientAnswers(desk: Desk, of: () => { clientId: number; reportId: string }) {
  const { t } = useTranslation();
  const { api } = useApp();
  const { busy, error, run } = useAction();

  async function change(work: () => Promise<AcceptanceView>, done?: { title: string; text?: string }) {
    const ok = await run(async () => {
      desk.view.value = await work();
    }, done);
    if (!ok && error.value instanceof ApiError && error.value.status === 409) await lookAgain();
    return ok;
  }
  /** Somebody was faster: what stands now is shown beside the error. */
  async function lookAgain() {
    const { clientId, reportId } = of();
    desk.view.value = await api.acceptance(clientId, reportId).catch(() => desk.view.value);
  }
  function accept() {
    const { clientId, reportId } = of();
    return change(() => api.acceptReport(clientId, reportId, { requestId: newRequestId() }));
  }
  async function send() {
    desk.tried.value = true;
    if (!desk.complete.value) return;
    const { clientId, reportId } = of();
    const body = { requestId: newRequestId(), lines: desk.lines.value };
    const done = { title: t('acceptance.sent'), text: t('acceptance.sentText') };
    if (await change(() => api.openDisputes(clientId, reportId, body), done)) desk.leave();
  }
  function withdraw(dispute: number) {
    const { clientId, reportId } = of();
    const body = { requestId: newRequestId() };
    const done = { title: t('acceptance.withdrawnDone') };
    void change(() => api.withdrawDispute(clientId, reportId, dispute, body), done);
  }
  return { busy, error, accepting: useLater(() => void accept()), send, withdraw };
}
