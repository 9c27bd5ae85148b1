import { Radio, Stack } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { usePushGroups } from '../../../api/group-push.ts';
import { useNotify } from '../../../hooks/use-notify.tsx';
import { useOrg } from '../../../hooks/use-org.ts';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { FormButtons } from '../../../ui/FormButtons.tsx';
import { useApplication } from '../use-application.ts';
import { DirectoryGroupsSelect, type Option } from './DirectoryGroupsSelect.tsx';
import { TargetGroupSelect } from './TargetGroupSelect.tsx';

/** Groups of the directory, and what they become at the application. */
export function PushByNameForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { slug, name } = useApplication();
  const notify = useNotify();
  const push = usePushGroups(useOrg(), slug);
  const [chosen, setChosen] = useState<readonly Option[]>([]);
  const [how, setHow] = useState('task');
  const [remoteId, setRemoteId] = useState<string | null>(null);
  const links = how === 'choose';
  const ready = chosen.length > 0 && (!links || (chosen.length === 1 && remoteId !== null));
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    push.mutate(
      {
        groups: chosen.map(({ value }) => value),
        existing: how === 'task' ? 'task' : 'link',
        ...(links && remoteId !== null ? { remoteId } : {}),
      },
      {
        onSuccess: ({ pushed }) => {
          notify.done(t('pushGroups.added', { count: pushed, application: name }));
          onClose();
        },
      },
    );
  };
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        {push.isError && <ErrorPanel error={push.error} />}
        <DirectoryGroupsSelect
          label={t('pushGroups.directoryGroups')}
          most={1000}
          chosen={chosen}
          onChange={setChosen}
          data-autofocus
        />
        <Radio.Group label={t('pushGroups.targetGroup')} value={how} onChange={setHow}>
          <Stack gap="xs" mt="xs">
            <Radio value="task" label={t('pushGroups.new')} description={t('pushGroups.newHint')} />
            <Radio value="link" label={t('pushGroups.link')} description={t('pushGroups.linkHint')} />
            <Radio
              value="choose"
              label={t('pushGroups.choose')}
              description={t('pushGroups.chooseHint')}
              disabled={chosen.length > 1 && !links}
            />
          </Stack>
        </Radio.Group>
        {links && <TargetGroupSelect value={remoteId} onChange={setRemoteId} />}
        <FormButtons
          submit={t('pushGroups.submit', { count: chosen.length })}
          submitting={push.isPending}
          disabled={!ready}
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}
