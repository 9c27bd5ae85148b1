import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck, IconLanguage } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useQueryClient } from '@tanstack/react-query';
import { useSetLanguage } from '../../api/account.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { chooseLanguage } from '../../i18n/i18n.ts';
import { languages, type Language } from '../../i18n/languages.ts';

/** Chooses the language, in the account as well where somebody is signed in. */
export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const save = useSetLanguage();
  const choose = (language: Language): void => {
    void chooseLanguage(language);
    if (client.getQueryData(queryKeys.session)) save.mutate(language);
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('shell.language')}>
          <IconLanguage size={20} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('shell.language')}</Menu.Label>
        {languages.map(({ code, name }) => (
          <Menu.Item
            key={code}
            lang={code}
            aria-current={code === i18n.language}
            rightSection={code === i18n.language ? <IconCheck size={16} aria-hidden /> : undefined}
            onClick={() => choose(code)}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
