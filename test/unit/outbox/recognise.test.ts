import { describe, it, expect } from '@jest/globals';
import { bearsCode, codeOf, signText } from '../../../server/portal/outbox/marker.js';
import { normalise, recognise } from '../../../server/portal/outbox/rules/recognise.js';
import { escapeBb } from '../../../server/portal/rest/markup.js';

const key = 'report:7:41:2';
const text = signText(`[b]Отчёт[/b]\n${escapeBb('R&D <сайт> "цены" [user=1]')}`, {
  key,
  title: 'Отчёт № 7 · часть 2/3',
  language: 'ru',
});
const post = { code: codeOf(key), text, authorId: 5 };

describe('a signature', () => {
  it('is the same for the same key and reads like the number of a letter', () => {
    expect(text.split('\n').at(-1)).toBe(`Отчёт № 7 · часть 2/3 · код ${codeOf(key)}`);
    expect(codeOf(key)).toMatch(/^[0-9a-f]{8}$/);
    expect(signText('Report', { key, language: 'en' })).toBe(`Report\n\nref ${codeOf(key)}`);
  });

  it('differs from part to part', () => {
    const codes = Array.from({ length: 500 }, (_, part) => codeOf(`report:7:41:${part}`));
    expect(new Set(codes).size).toBe(500);
  });

  it('is found in the text it signed, and in no other', () => {
    expect(bearsCode(text, key)).toBe(true);
    expect(bearsCode(text, 'report:7:41:1')).toBe(false);
  });
});

describe('recognise', () => {
  const other = { id: 1, authorId: 5, text: 'Спасибо, всё понятно' };

  it.each([
    ['as it was sent', text],
    [
      'with entities',
      text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;'),
    ],
    ['with other line ends and upper-case tags', text.replace(/\n/g, '\r\n').replace(/\[(\/?)b\]/g, '[$1B]')],
    ['without zero-width signs', text.replaceAll('\u200b', '')],
    ['with [br] for the ends of lines', text.replace(/\n/g, '[br]')],
  ])('finds the post read back %s', (_, read) => {
    expect(recognise(post, [other, { id: 2, authorId: 5, text: read }])).toEqual({ finding: 'there', id: 2 });
  });

  it('finds it whoever the portal names as the author', () => {
    expect(recognise(post, [{ id: 3, authorId: 6, text }])).toEqual({ finding: 'there', id: 3 });
  });

  it('does not take another part, another text or a shorter one for it', () => {
    const part3 = signText('Отчёт', { key: 'report:7:41:3', language: 'ru' });
    expect(recognise(post, [other, { id: 4, authorId: 5, text: part3 }])).toEqual({ finding: 'absent' });
  });

  it('leaves an edited or quoting text of the author to a person, and a stranger’s quote aside', () => {
    const quote = `>> ${text}\n\nДобавлю от себя`;
    expect(recognise(post, [{ id: 5, authorId: 5, text: quote }])).toEqual({ finding: 'like-it', id: 5 });
    expect(recognise(post, [{ id: 6, authorId: 9, text: quote }])).toEqual({ finding: 'absent' });
    expect(
      recognise(post, [
        { id: 5, authorId: 5, text: quote },
        { id: 7, authorId: 5, text },
      ]).finding,
    ).toBe('there');
  });

  it('keeps texts apart that differ in a figure', () => {
    expect(normalise('Итого 12:30')).not.toBe(normalise('Итого 12:35'));
  });
});
