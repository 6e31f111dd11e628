import { useTranslation } from 'i18next-vue';
import { errorWords } from './error-words.js';

export interface ToldError {
  title: string;
  text: string;
  code: string;
}

/** An error in the language of the screen: the server's own sentence is English, so it is shown to those who read that. */
export function useErrorWords(): (error: unknown) => ToldError {
  const { t, i18next } = useTranslation();
  return (error) => {
    const { key, code, detail } = errorWords(error);
    const ownDetail = i18next.language === 'en' ? detail : null;
    // What has words of its own is a refusal, not news from somebody else.
    const isRefusal = key === 'conflict' && i18next.exists(`errors.refusals.${code}`);
    return {
      title: t(isRefusal ? 'errors.refused' : `errors.${key}.title`),
      text: t(`errors.refusals.${code}`, ownDetail ?? t(`errors.${key}.text`)),
      code: t('errors.code', { code }),
    };
  };
}
