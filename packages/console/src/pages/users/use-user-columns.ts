import { useLocalStorage } from '@mantine/hooks';
import { columnNames, firstColumns, type ColumnName } from './user-columns.tsx';

/** The columns that this reader chose, remembered in the browser. */
export function useUserColumns(): readonly [readonly ColumnName[], (columns: readonly ColumnName[]) => void] {
  const [stored, setStored] = useLocalStorage<readonly string[]>({
    key: 'lockstep.users.columns',
    defaultValue: firstColumns,
    getInitialValueInEffect: false,
  });
  const chosen = Array.isArray(stored) ? columnNames.filter((name) => stored.includes(name)) : firstColumns;
  return [chosen, setStored];
}
