import { Button, Group, Modal, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Write } from '../../../api/use-write.ts';
import type { TargetGroup } from '../../../api/group-push.ts';
import { useNotify } from '../../../hooks/use-notify.tsx';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { useApplication } from '../use-application.ts';

interface UnlinkFormProps {
  /** Of the group, or of the rule that is removed. */
  readonly id: string;
  readonly unlink: Write<unknown, { id: string; targetGroup: TargetGroup }>;
  readonly submit: string;
  /** What to say when it is done. */
  readonly done: string;
  readonly onClose: () => void;
}

/** Asks what becomes of the group at the application, or of the groups of a rule; the gentle way is chosen. */
export function UnlinkDialog(props: UnlinkFormProps & { readonly opened: boolean; readonly title: string }) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title}>
      {props.opened && <UnlinkForm {...props} />}
    </Modal>
  );
}

function UnlinkForm({ id, unlink, submit, done, onClose }: UnlinkFormProps) {
  const { t } = useTranslation();
  const { name } = useApplication();
  const notify = useNotify();
  const [targetGroup, setTargetGroup] = useState<TargetGroup>('leave');
  const send = (): void =>
    unlink.mutate(
      { id, targetGroup },
      {
        onSuccess: () => {
          notify.done(done);
          onClose();
        },
      },
    );
  return (
    <Stack>
      {unlink.isError && <ErrorPanel error={unlink.error} />}
      <Radio.Group
        label={t('pushGroups.whatBecomes', { application: name })}
        value={targetGroup}
        onChange={(value) => setTargetGroup(value === 'delete' ? 'delete' : 'leave')}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="leave" label={t('pushGroups.leave')} description={t('pushGroups.leaveHint')} data-autofocus />
          <Radio value="delete" label={t('pushGroups.delete')} description={t('pushGroups.deleteHint')} />
        </Stack>
      </Radio.Group>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button color={targetGroup === 'delete' ? 'red.8' : ''} loading={unlink.isPending} onClick={send}>
          {submit}
        </Button>
      </Group>
    </Stack>
  );
}
