import { ActionIcon, CopyButton, TextInput, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** A value to take elsewhere: readable, selectable, with a button that copies it and says so. */
export function CopyField(props: { readonly label: string; readonly value: string; readonly description?: string }) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={props.label}
      description={props.description}
      value={props.value}
      readOnly
      onFocus={(event) => event.currentTarget.select()}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      rightSection={
        <CopyButton value={props.value} timeout={2000}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? t('common.copied') : t('common.copyValue', { what: props.label })}>
              <ActionIcon
                onClick={copy}
                color={copied ? 'spruce' : 'gray'}
                aria-label={copied ? t('common.copied') : t('common.copyValue', { what: props.label })}
              >
                {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      }
    />
  );
}
