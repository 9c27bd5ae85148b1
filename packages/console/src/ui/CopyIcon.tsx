import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** A button that copies a text and says so; `label` names what is copied. */
export function CopyIcon({ value, label }: { readonly value: string; readonly label: string }) {
  const { t } = useTranslation();
  return (
    <CopyButton value={value} timeout={2000}>
      {({ copied, copy }) => {
        const words = copied ? t('common.copied') : t('common.copyValue', { what: label });
        return (
          <Tooltip label={words}>
            <ActionIcon onClick={copy} color={copied ? 'spruce' : 'gray'} aria-label={words}>
              {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
            </ActionIcon>
          </Tooltip>
        );
      }}
    </CopyButton>
  );
}
