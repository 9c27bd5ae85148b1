import { Alert, Radio, Select, Stack, Text, TextInput } from '@mantine/core';
import { ruleOperatorSchema } from '@lockstep/admin-api';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../../api/describe-problem.ts';
import { rulePreviewQuery, useCreatePushRule, type NewPushRule } from '../../../api/group-push.ts';
import { useNotify } from '../../../hooks/use-notify.tsx';
import { useOrg } from '../../../hooks/use-org.ts';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { FormButtons } from '../../../ui/FormButtons.tsx';
import { useApplication } from '../use-application.ts';

/** A rule on names, with what it would choose now. */
export function PushByRuleForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const org = useOrg();
  const { slug } = useApplication();
  const notify = useNotify();
  const create = useCreatePushRule(org, slug);
  const [rule, setRule] = useState<NewPushRule>({ operator: 'starts-with', pattern: '', existing: 'task' });
  const { operator, pattern } = rule;
  const [wanted] = useDebouncedValue(pattern, 250);
  const preview = useQuery(rulePreviewQuery(org, slug, { operator, pattern: wanted }));
  const fault = fieldErrors(create.error ?? preview.error, t)['pattern'];
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    create.mutate(rule, {
      onSuccess: () => {
        notify.done(t('pushGroups.ruleAdded'));
        onClose();
      },
    });
  };
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        {create.isError && fault === undefined && <ErrorPanel error={create.error} />}
        <Select
          label={t('pushGroups.operator')}
          allowDeselect={false}
          value={operator}
          onChange={(value) => {
            const chosen = ruleOperatorSchema.safeParse(value);
            if (chosen.success) setRule({ ...rule, operator: chosen.data });
          }}
          data={ruleOperatorSchema.options.map((value) => ({ value, label: t(`pushGroups.operators.${value}`) }))}
        />
        <TextInput
          label={t('pushGroups.pattern')}
          description={t(operator === 'matches' ? 'pushGroups.expressionHint' : 'pushGroups.textHint')}
          maxLength={500}
          value={pattern}
          onChange={(event) => setRule({ ...rule, pattern: event.currentTarget.value })}
          error={fault}
          data-autofocus
        />
        {preview.data !== undefined && pattern.trim() !== '' && fault === undefined && (
          <Alert>
            <Text size="sm" fw={500}>
              {t('pushGroups.chooses', { count: preview.data.total })}
            </Text>
            {preview.data.examples.length > 0 && <Text size="sm">{preview.data.examples.join(' · ')}</Text>}
          </Alert>
        )}
        <Radio.Group
          label={t('pushGroups.existing')}
          value={rule.existing}
          onChange={(value) => setRule({ ...rule, existing: value === 'link' ? 'link' : 'task' })}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="task" label={t('pushGroups.existingShort.task')} />
            <Radio value="link" label={t('pushGroups.existingShort.link')} description={t('pushGroups.chooseHint')} />
          </Stack>
        </Radio.Group>
        <FormButtons
          submit={t('pushGroups.addRule')}
          submitting={create.isPending}
          disabled={pattern.trim() === '' || fault !== undefined}
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}
