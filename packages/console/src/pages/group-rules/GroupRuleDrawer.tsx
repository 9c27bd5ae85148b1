import { Drawer, Stack, TextInput } from '@mantine/core';
import type { GroupRule } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/describe-problem.ts';
import { groupRulesQuery, useCreateGroupRule, useUpdateGroupRule, type NewGroupRule } from '../../api/group-rules.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { FormButtons } from '../../ui/FormButtons.tsx';
import { atMost, required, rules } from '../../ui/rules.ts';
import { ExpressionField } from '../application/mappings/ExpressionField.tsx';
import { DirectoryGroupsSelect, type Option } from '../application/push-groups/DirectoryGroupsSelect.tsx';
import { userOption, UsersSelect, type UserOption } from '../groups/UsersSelect.tsx';
import { RulePreview } from './RulePreview.tsx';

/** What the address opens beside the list: `?rule=new` or `?rule={id}`. */
export function GroupRuleDrawer({ url }: { readonly url: ListUrl }) {
  const { t } = useTranslation();
  const open = url.get('rule');
  const close = (): void => url.open({ rule: undefined });
  const { data } = useQuery(groupRulesQuery(useOrg()));
  const rule = data?.rules.find(({ id }) => id === open);
  return (
    <Drawer
      opened={open === 'new' || rule !== undefined}
      onClose={close}
      position="right"
      size="lg"
      title={open === 'new' ? t('groupRules.new') : t('groupRules.edit')}
    >
      {open === 'new' && <NewRule onClose={close} />}
      {rule !== undefined && <EditRule key={rule.id} rule={rule} onClose={close} />}
    </Drawer>
  );
}

function NewRule({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const create = useCreateGroupRule(useOrg());
  return (
    <RuleForm
      submitLabel={t('groupRules.add')}
      saving={create.isPending}
      onClose={onClose}
      onSubmit={(body, onError) =>
        create.mutate(body, {
          onError,
          onSuccess: ({ name }) => {
            notify.done(t('groupRules.added', { name }));
            onClose();
          },
        })
      }
    />
  );
}

function EditRule({ rule, onClose }: { readonly rule: GroupRule; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const update = useUpdateGroupRule(useOrg());
  return (
    <RuleForm
      rule={rule}
      submitLabel={t('common.save')}
      saving={update.isPending}
      onClose={onClose}
      onSubmit={(change, onError) =>
        update.mutate(
          { rule: rule.id, change },
          {
            onError,
            onSuccess: () => {
              notify.done(t('common.saved'));
              onClose();
            },
          },
        )
      }
    />
  );
}

/** What the form always fills in. */
type FilledRule = NewGroupRule & { readonly except: string[] };

interface RuleFormProps {
  readonly rule?: GroupRule;
  readonly submitLabel: string;
  readonly saving: boolean;
  readonly onSubmit: (rule: FilledRule, onError: (refusal: unknown) => void) => void;
  readonly onClose: () => void;
}

interface Values {
  readonly name: string;
  readonly expression: string;
  readonly groups: readonly Option[];
  readonly except: readonly UserOption[];
}

const ids = (options: readonly Option[]): string[] => options.map(({ value }) => value);

function initialValues(rule: GroupRule | undefined): Values {
  return {
    name: rule?.name ?? '',
    expression: rule?.expression ?? '',
    groups: rule?.groups.map(({ id, displayName }) => ({ value: id, label: displayName })) ?? [],
    except: rule?.except.map(userOption) ?? [],
  };
}

function RuleForm({ rule, submitLabel, saving, onSubmit, onClose }: RuleFormProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const [error, setError] = useState<unknown>(null);
  const form = useForm<Values>({
    initialValues: initialValues(rule),
    validate: {
      name: rules(required(t), atMost(t, 128)),
      expression: required(t),
      groups: (groups) => (groups.length === 0 ? t('rules.required') : null),
    },
  });
  const { name, expression, groups, except } = form.values;
  const onError = (refusal: unknown): void => {
    const { expression: fault, ...errors } = fieldErrors(refusal, t);
    form.setErrors(errors);
    // what is wrong with the expression stands below it already
    setError(fault === undefined && Object.keys(errors).length === 0 ? refusal : null);
  };
  const submit = (): void =>
    onSubmit({ name: name.trim(), expression, groups: ids(groups), except: ids(except) }, onError);
  return (
    <form noValidate onSubmit={form.onSubmit(submit)}>
      <Stack gap="sm">
        {error !== null && <ErrorPanel error={error} />}
        <TextInput label={t('groupRules.name')} withAsterisk required data-autofocus {...form.getInputProps('name')} />
        <ExpressionField
          value={expression}
          onChange={(text) => form.setFieldValue('expression', text)}
          use={{ use: 'groupRule' }}
          hint={t('groupRules.expressionHint')}
          error={form.errors['expression']}
          result={<RulePreview expression={expression} except={ids(except)} />}
        />
        <DirectoryGroupsSelect
          label={t('groupRules.targets')}
          most={50}
          error={form.errors['groups']}
          chosen={groups}
          onChange={(chosen) => form.setFieldValue('groups', chosen)}
        />
        <UsersSelect
          org={org}
          label={t('groupRules.except')}
          description={t('groupRules.exceptHint')}
          most={500}
          chosen={except}
          onChange={(chosen) => form.setFieldValue('except', chosen)}
        />
        <FormButtons submit={submitLabel} submitting={saving} disabled={!form.isDirty()} onCancel={onClose} />
      </Stack>
    </form>
  );
}
