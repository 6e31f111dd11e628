/** Where an answer of the client may stand. */
export interface AnswerPlace {
  /** Of the portal, with its port if it has one. */
  host: string;
  taskId: number;
  /** Chat of the task's card, where the portal has the new one. */
  chatId: number | null;
}

export type LinkFlaw =
  'LINK_UNREADABLE' | 'LINK_OF_OTHER_PORTAL' | 'LINK_OF_OTHER_TASK' | 'LINK_WITHOUT_COMMENT';

/**
 * What is wrong with a link to the client's answer; null when it names one comment of the task. Known forms:
 * `…/tasks/task/view/TASK/?MID=COMMENT#com…` of the old card, `…/online/?IM_DIALOG=chatCHAT&IM_MESSAGE=MESSAGE` of the
 * new one.
 */
export function flawOfLink(link: string, place: AnswerPlace): LinkFlaw | null {
  if (!URL.canParse(link)) return 'LINK_UNREADABLE';
  const url = new URL(link);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'LINK_UNREADABLE';
  if (url.host !== place.host) return 'LINK_OF_OTHER_PORTAL';
  const dialog = url.searchParams.get('IM_DIALOG');
  if (dialog === null) return flawOfTaskLink(url, place);
  if (place.chatId === null || dialog !== `chat${place.chatId}`) return 'LINK_OF_OTHER_TASK';
  return isNumber(url.searchParams.get('IM_MESSAGE')) ? null : 'LINK_WITHOUT_COMMENT';
}

function flawOfTaskLink(url: URL, place: AnswerPlace): LinkFlaw | null {
  const task = /\/tasks\/task\/view\/(\d+)(?:\/|$)/.exec(url.pathname);
  if (Number(task?.[1]) !== place.taskId) return 'LINK_OF_OTHER_TASK';
  const named = ['MID', 'commentId', 'messageId'].some((name) => isNumber(url.searchParams.get(name)));
  return named || /^#com\d+$/.test(url.hash) ? null : 'LINK_WITHOUT_COMMENT';
}

function isNumber(value: string | null): boolean {
  return value !== null && /^[1-9]\d{0,18}$/.test(value);
}
