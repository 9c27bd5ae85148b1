import { Button, Code, FileInput, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { userFileColumns } from '@lockstep/admin-api';
import { IconFileTypeCsv } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useImportProgress, useImportUsers } from '../../api/users.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { ImportReport } from './ImportReport.tsx';

/** Takes a CSV file, says what would come of it, and ends in a report that stays until it is closed. */
export function ImportDialog(props: { readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t('import.title')}
      size="lg"
      closeOnClickOutside={false}
    >
      {props.opened && <ImportSteps onClose={props.onClose} />}
    </Modal>
  );
}

function ImportSteps({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const org = useOrg();
  const preview = useImportUsers(org, true);
  const importUsers = useImportUsers(org, false);
  const [file, setFile] = useState<File | null>(null);
  const busy = preview.isPending || importUsers.isPending;
  const send = async (to: typeof preview): Promise<void> => {
    if (file !== null) to.mutate(await file.text());
  };
  if (importUsers.data !== undefined) {
    return (
      <Stack>
        <ImportReport report={importUsers.data} preview={false} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('common.close')}</Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack>
      <Text size="sm">{t('import.explain')}</Text>
      <Code block fz="xs" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {userFileColumns}
      </Code>
      {preview.isError && <ErrorPanel error={preview.error} />}
      {importUsers.isError && <ErrorPanel error={importUsers.error} />}
      <FileInput
        label={t('import.file')}
        placeholder={t('import.choose')}
        accept=".csv,text/csv"
        leftSection={<IconFileTypeCsv size={18} />}
        value={file}
        onChange={(chosen) => {
          setFile(chosen);
          preview.reset();
        }}
        disabled={busy}
      />
      {preview.data !== undefined && <ImportReport report={preview.data} preview />}
      {importUsers.isPending && <ImportProgressBar org={org} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        {preview.data === undefined ? (
          <Button disabled={file === null} loading={preview.isPending} onClick={() => void send(preview)}>
            {t('import.preview')}
          </Button>
        ) : (
          <Button loading={importUsers.isPending} onClick={() => void send(importUsers)}>
            {t('import.start')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function ImportProgressBar({ org }: { readonly org: string }) {
  const { t } = useTranslation();
  const { done, total } = useImportProgress(org);
  return (
    <Stack gap={4}>
      <Progress value={total === 0 ? 0 : (100 * done) / total} animated aria-label={t('import.running')} />
      {total > 0 && (
        <Text size="xs" c="dimmed">
          {t('import.progress', { done, total })}
        </Text>
      )}
    </Stack>
  );
}
