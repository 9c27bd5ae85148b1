import { Button, Code, FileInput, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { userFileColumns } from '@lockstep/admin-api';
import { IconFileTypeCsv } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useImportUsers } from '../../api/users.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { ImportReport } from './ImportReport.tsx';

/** Takes a CSV file and ends in a report that stays until it is closed. */
export function ImportDialog(props: { readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const importUsers = useImportUsers(useOrg());
  const [file, setFile] = useState<File | null>(null);
  const close = (): void => {
    props.onClose();
    setFile(null);
    importUsers.reset();
  };
  const start = async (): Promise<void> => {
    if (file !== null) importUsers.mutate(await file.text());
  };
  return (
    <Modal opened={props.opened} onClose={close} title={t('import.title')} size="lg" closeOnClickOutside={false}>
      <Stack>
        {importUsers.data !== undefined ? (
          <>
            <ImportReport report={importUsers.data} />
            <Group justify="flex-end">
              <Button onClick={close}>{t('common.close')}</Button>
            </Group>
          </>
        ) : (
          <>
            <Text size="sm">{t('import.explain')}</Text>
            <Code block fz="xs">
              {userFileColumns}
            </Code>
            {importUsers.isError && <ErrorPanel error={importUsers.error} />}
            <FileInput
              label={t('import.file')}
              placeholder={t('import.choose')}
              accept=".csv,text/csv"
              leftSection={<IconFileTypeCsv size={18} />}
              value={file}
              onChange={setFile}
              disabled={importUsers.isPending}
            />
            {importUsers.isPending && <Progress value={100} animated aria-label={t('import.running')} />}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                {t('common.cancel')}
              </Button>
              <Button disabled={file === null} loading={importUsers.isPending} onClick={() => void start()}>
                {t('import.start')}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  );
}
