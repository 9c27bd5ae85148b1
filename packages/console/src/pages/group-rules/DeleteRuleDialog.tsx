import { Button, Group as Row, Modal, Radio, Stack, Text } from '@mantine/core';
import type { GroupRule } from '@lockstep/admin-api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeleteGroupRule } from '../../api/group-rules.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';

interface DeleteRuleDialogProps {
  readonly rule: GroupRule;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Asks what becomes of the members that a rule made. */
export function DeleteRuleDialog({ rule, opened, onClose }: DeleteRuleDialogProps) {
  const { t } = useTranslation();
  const notify = useNotify();
  const remove = useDeleteGroupRule(useOrg());
  const [members, setMembers] = useState<'keep' | 'remove'>('keep');
  const { name } = rule;
  return (
    <Modal opened={opened} onClose={onClose} title={t('groupRules.deleteTitle', { name })}>
      <Stack>
        <Text size="sm">{t('groupRules.deleteHint', { count: rule.members })}</Text>
        <Radio.Group value={members} onChange={(value) => setMembers(value === 'remove' ? 'remove' : 'keep')}>
          <Stack gap="xs">
            <Radio value="keep" label={t('groupRules.keepMembers')} />
            <Radio value="remove" label={t('groupRules.removeMembers')} />
          </Stack>
        </Radio.Group>
        <Row justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            color="red.8"
            loading={remove.isPending}
            onClick={() =>
              remove.mutate(
                { rule: rule.id, members },
                { onError: notify.failed, onSuccess: () => notify.done(t('groupRules.deleted', { name })) },
              )
            }
          >
            {t('common.delete')}
          </Button>
        </Row>
      </Stack>
    </Modal>
  );
}
