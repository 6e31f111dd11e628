import { useTranslation } from 'i18next-vue';

interface Named {
  title: string;
  source: string;
}

/** Packages that nobody named are called after where their hours came from. */
export function usePackageName() {
  const { t, i18next } = useTranslation();
  return ({ title, source }: Named): string => {
    if (title !== '') return title;
    const key = `packages.untitled.${source}`;
    return t(i18next.exists(key) ? key : 'packages.untitled.manual');
  };
}
