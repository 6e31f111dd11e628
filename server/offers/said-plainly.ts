import { AppError } from '../base/errors.js';
import { RestError } from '../portal/rest/index.js';
import { CrmRefused } from './ask/ask-crm.js';

/** For a person who waits: a refusal of CRM is CRM_REFUSED (409), a portal that does not answer PORTAL_UNREACHABLE (503). */
export async function saidPlainly<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof CrmRefused) {
      const detail = { restCode: error.restCode };
      throw new AppError('CRM_REFUSED', 'The portal has not let the app into CRM', { status: 409, detail });
    }
    if (!(error instanceof RestError)) throw error;
    const again = { status: 503, retry: 'later' as const, cause: error };
    throw new AppError('PORTAL_UNREACHABLE', 'The portal did not answer', again);
  }
}
