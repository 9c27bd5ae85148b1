import type { AttributeType, Evaluation, ProfileSettings } from '@lockstep/admin-api';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { trialQuery } from '../../../api/profile-settings.ts';
import { useOrg } from '../../../hooks/use-org.ts';
import { useApplication } from '../use-application.ts';

/** What an expression is for: the login name, or an attribute of a type, which may name those of the account. */
export type ExpressionUse =
  | { readonly use: 'userName' }
  | { readonly use: 'attribute'; readonly type: AttributeType; readonly settings: ProfileSettings };

/** The expression tried for a person, a moment after it was typed. `settled` is false while it is behind. */
export function useTrial(
  expression: string,
  use: ExpressionUse,
  user: string | null,
): {
  readonly trial: Evaluation | undefined;
  readonly tried: string;
  readonly settled: boolean;
  readonly error: unknown;
} {
  const { slug } = useApplication();
  const [tried] = useDebouncedValue(expression, 250);
  const org = useOrg();
  const found = useQuery({
    ...trialQuery(org, slug, { expression: tried, ...use, ...(user === null ? {} : { user }) }),
    enabled: tried.trim() !== '',
  });
  const settled = tried === expression && !found.isPlaceholderData;
  return { trial: found.data, tried, settled, error: found.error };
}
