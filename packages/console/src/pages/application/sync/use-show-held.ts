import { useTranslation } from 'react-i18next';
import { isNone, type Held } from './held.ts';

/** A value as an account holds it, for people; a dash for none. */
export function useShowHeld(): (target: string, value: Held) => string {
  const { t } = useTranslation();
  return (target, value) => {
    if (isNone(value)) return '–';
    if (target === 'active') return t(value === true ? 'user.active' : 'user.inactive');
    return typeof value === 'object' ? value.join(', ') : String(value);
  };
}
