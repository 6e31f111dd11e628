/**
 * Why the portal page could not be reached.
 * `NOT_IN_PORTAL`: opened outside Bitrix24. `FRAME_SILENT`: the portal page did not answer in time. `FRAME_REFUSED`: it answered with a refusal.
 */
export class FrameError extends Error {
  readonly code: 'NOT_IN_PORTAL' | 'FRAME_SILENT' | 'FRAME_REFUSED';

  constructor(code: FrameError['code'], cause?: unknown) {
    super(code, { cause });
    this.name = 'FrameError';
    this.code = code;
  }
}
