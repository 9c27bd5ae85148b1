import { Alert, Button, Code, FileInput, Group, List, Modal, Stack, Text } from '@mantine/core';
import { AdminApiError, type FieldIssue } from '@lockstep/admin-api';
import { IconFileTypeJs } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSaveTemplate } from '../../api/templates.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';

interface UploadTemplateProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** The id of the template that is replaced; absent: another one is added. */
  readonly replaced?: string;
}

/** Takes a template as a JSON file; what is wrong with it is listed by path. */
export function UploadTemplate({ opened, onClose, replaced }: UploadTemplateProps) {
  const { t } = useTranslation();
  const title = replaced === undefined ? t('catalog.upload') : t('catalog.replace');
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="lg">
      {opened && <UploadForm onClose={onClose} replaced={replaced} />}
    </Modal>
  );
}

function UploadForm({ onClose, replaced }: { readonly onClose: () => void; readonly replaced: string | undefined }) {
  const { t } = useTranslation();
  const org = useOrg();
  const navigate = useNavigate();
  const notify = useNotify();
  const save = useSaveTemplate(org, replaced);
  const [file, setFile] = useState<File | null>(null);
  const [unreadable, setUnreadable] = useState<string>();
  const send = async (): Promise<void> => {
    if (file === null) return;
    const document = readJson(await file.text());
    setUnreadable('message' in document ? document.message : undefined);
    if ('message' in document) return;
    save.mutate(document.value, {
      onSuccess: ({ template }) => {
        notify.done(t('catalog.saved', { name: template.name }));
        onClose();
        void navigate(`/o/${org}/catalog/${template.id}`);
      },
    });
  };
  return (
    <Stack>
      <Text size="sm">{replaced === undefined ? t('catalog.uploadHint') : t('catalog.replaceHint')}</Text>
      <FileInput
        label={t('catalog.file')}
        placeholder={t('catalog.fileHint')}
        accept="application/json,.json"
        leftSection={<IconFileTypeJs size={16} />}
        value={file}
        error={unreadable === undefined ? undefined : t('catalog.notJson', { message: unreadable })}
        onChange={(chosen) => {
          setFile(chosen);
          setUnreadable(undefined);
          save.reset();
        }}
      />
      {save.isError && <Refusal error={save.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button disabled={file === null} loading={save.isPending} onClick={() => void send()}>
          {replaced === undefined ? t('catalog.addTemplate') : t('catalog.replace')}
        </Button>
      </Group>
    </Stack>
  );
}

function readJson(text: string): { readonly value: unknown } | { readonly message: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error) };
  }
}

function Refusal({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  const issues: readonly FieldIssue[] = error instanceof AdminApiError ? (error.problem.issues ?? []) : [];
  if (issues.length === 0) return <ErrorPanel error={error} />;
  return (
    <Alert color="red" title={t('catalog.faulty', { count: issues.length })}>
      <List size="sm" spacing={4}>
        {issues.map(({ path, message }) => (
          <List.Item key={`${path} ${message}`}>
            <Code>{path}</Code> {message}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
