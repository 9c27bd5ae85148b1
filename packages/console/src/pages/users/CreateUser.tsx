import { useTranslation } from 'react-i18next';
import { useCreateUser } from '../../api/users.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { nobody, toBody } from './user-values.ts';
import { UserForm } from './UserForm.tsx';

export function CreateUser({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const create = useCreateUser(useOrg());
  return (
    <UserForm
      initial={nobody}
      isNew
      managedBy={[]}
      locked={[]}
      submitLabel={t('users.add')}
      saving={create.isPending}
      onClose={onClose}
      onSubmit={(values, outcome) =>
        create.mutate(values.staged ? { ...toBody(values), staged: true } : toBody(values), {
          onSuccess: (user) => {
            notify.done(t('users.added', { name: user.displayName }));
            outcome.onSuccess();
          },
          onError: outcome.onError,
        })
      }
    />
  );
}
