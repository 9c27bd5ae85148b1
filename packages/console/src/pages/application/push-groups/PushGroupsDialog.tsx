import { Modal, SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PushByNameForm } from './PushByNameForm.tsx';
import { PushByRuleForm } from './PushByRuleForm.tsx';

interface PushGroupsDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Chooses groups by name, or makes a rule that does. */
export function PushGroupsDialog({ opened, onClose }: PushGroupsDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} title={t('pushGroups.add')} size="lg">
      {opened && <Forms onClose={onClose} />}
    </Modal>
  );
}

function Forms({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [by, setBy] = useState('name');
  return (
    <Stack>
      <SegmentedControl
        aria-label={t('pushGroups.how')}
        value={by}
        onChange={setBy}
        data={[
          { value: 'name', label: t('pushGroups.byName') },
          { value: 'rule', label: t('pushGroups.byRule') },
        ]}
      />
      {by === 'name' ? <PushByNameForm onClose={onClose} /> : <PushByRuleForm onClose={onClose} />}
    </Stack>
  );
}
