import { useQuery } from '@tanstack/react-query';
import { userQuery } from '../../api/users.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { EditUserForm } from './EditUserForm.tsx';

export function EditUser({ userId, onClose }: { readonly userId: string; readonly onClose: () => void }) {
  const { data, error, refetch } = useQuery(userQuery(useOrg(), userId));
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton rows={6} />;
  return <EditUserForm user={data} onClose={onClose} />;
}
