import { Anchor, Button, Code, FileInput, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { importMatchSchema, userFileColumns, type ImportMatch } from '@lockstep/admin-api';
import { IconFileTypeCsv } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useStartImportOfUsers } from '../../api/jobs.ts';
import { userExtensionsQuery } from '../../api/schemas.ts';
import { usePreviewImport, type UsersFile } from '../../api/users.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { JobProgress } from '../jobs/JobProgress.tsx';
import { hasField } from './extension-values.ts';
import { ImportReport } from './ImportReport.tsx';

/** Takes a CSV file, says what would come of it, and shows how far the import has come; it goes on when the dialog is closed. */
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

/** The headers of the attributes that the organization added. */
function OwnColumns({ org }: { readonly org: string }) {
  const { t } = useTranslation();
  const { data = [] } = useQuery(userExtensionsQuery(org));
  const columns = data.flatMap(({ id, attributes }) =>
    attributes.filter(hasField).flatMap(({ name, type, subAttributes = [] }) => {
      const parts = subAttributes.filter(({ mutability }) => mutability !== 'readOnly');
      return type === 'complex' ? parts.map((part) => `${id}:${name}.${part.name}`) : [`${id}:${name}`];
    }),
  );
  if (columns.length === 0) return null;
  return (
    <div>
      <Text size="sm">{t('extensions.columns')}</Text>
      <Code block fz="xs" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {columns.join('\n')}
      </Code>
    </div>
  );
}

function ImportSteps({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const org = useOrg();
  const preview = usePreviewImport(org);
  const importUsers = useStartImportOfUsers(org);
  const [file, setFile] = useState<File | null>(null);
  const [match, setMatch] = useState<ImportMatch>('login-name');
  const busy = preview.isPending || importUsers.isPending;
  const send = async (to: (wanted: UsersFile) => void): Promise<void> => {
    if (file !== null) to({ csv: await file.text(), match });
  };
  if (importUsers.data !== undefined) {
    return (
      <Stack>
        <JobProgress org={org} id={importUsers.data.id} />
        <Group justify="space-between">
          <Anchor component={Link} to={`/o/${org}/directory/jobs`} size="sm" onClick={onClose}>
            {t('nav.jobs')}
          </Anchor>
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
      <OwnColumns org={org} />
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
      <Select
        label={t('import.match')}
        description={t('import.matchHint')}
        allowDeselect={false}
        data={importMatchSchema.options.map((value) => ({ value, label: t(`import.matches.${value}`) }))}
        value={match}
        onChange={(chosen) => {
          if (chosen !== null) setMatch(chosen);
          preview.reset();
        }}
        disabled={busy}
      />
      {preview.data !== undefined && <ImportReport report={preview.data} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        {preview.data === undefined ? (
          <Button disabled={file === null} loading={preview.isPending} onClick={() => void send(preview.mutate)}>
            {t('import.preview')}
          </Button>
        ) : (
          <Button loading={importUsers.isPending} onClick={() => void send(importUsers.mutate)}>
            {t('import.start')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
