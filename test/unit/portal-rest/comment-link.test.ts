import { describe, expect, it } from '@jest/globals';
import { flawOfLink } from '../../../server/portal/rest/comment-link.js';

const place = { host: 'firma.bitrix24.ru', taskId: 77, chatId: 42 };
const portal = 'https://firma.bitrix24.ru';

describe('a link to the client’s answer', () => {
  it.each([
    `${portal}/company/personal/user/1/tasks/task/view/77/?MID=501#com501`,
    `${portal}/workgroups/group/5/tasks/task/view/77/#com9`,
    `${portal}/extranet/contacts/personal/user/12/tasks/task/view/77/?MID=3`,
    `${portal}/online/?IM_DIALOG=chat42&IM_MESSAGE=1001`,
  ])('may be %s', (link) => expect(flawOfLink(link, place)).toBeNull());

  it.each([
    ['LINK_UNREADABLE', 'в задаче, вчера'],
    ['LINK_UNREADABLE', 'javascript:alert(1)'],
    ['LINK_OF_OTHER_PORTAL', 'https://firma.bitrix24.ru.evil.example/tasks/task/view/77/?MID=1'],
    ['LINK_OF_OTHER_PORTAL', 'https://firma.bitrix24.ru@evil.example/tasks/task/view/77/?MID=1'],
    ['LINK_OF_OTHER_PORTAL', 'https://other.bitrix24.ru/company/personal/user/1/tasks/task/view/77/?MID=1'],
    ['LINK_OF_OTHER_TASK', `${portal}/company/personal/user/1/tasks/task/view/78/?MID=1`],
    ['LINK_OF_OTHER_TASK', `${portal}/company/personal/user/1/tasks/task/view/770/?MID=1`],
    ['LINK_OF_OTHER_TASK', `${portal}/?MID=1`],
    ['LINK_OF_OTHER_TASK', `${portal}/online/?IM_DIALOG=chat43&IM_MESSAGE=1001`],
    ['LINK_WITHOUT_COMMENT', `${portal}/company/personal/user/1/tasks/task/view/77/`],
    ['LINK_WITHOUT_COMMENT', `${portal}/company/personal/user/1/tasks/task/view/77/?MID=all`],
    ['LINK_WITHOUT_COMMENT', `${portal}/online/?IM_DIALOG=chat42`],
  ])('is refused as %s: %s', (flaw, link) => expect(flawOfLink(link, place)).toBe(flaw));

  it('into a chat is refused while the chat of the task is unknown', () => {
    const link = `${portal}/online/?IM_DIALOG=chat42&IM_MESSAGE=1`;
    expect(flawOfLink(link, { ...place, chatId: null })).toBe('LINK_OF_OTHER_TASK');
  });
});
