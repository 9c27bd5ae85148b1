import { templateTexts } from '@lockstep/provisioning/template-texts';
import { useTranslation } from 'react-i18next';

/** What a template says, in the language of the page. A template of one's own stays as its author wrote it. */
export function useTemplateText(own: boolean): (text: string) => string {
  const { i18n } = useTranslation();
  const texts = Object.entries(templateTexts).find(([language]) => language === i18n.language)?.[1];
  return (text) => (own ? undefined : texts?.[text]) ?? text;
}
