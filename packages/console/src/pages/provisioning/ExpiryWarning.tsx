import { Badge } from '@mantine/core';
import type { ApiToken } from '@lockstep/admin-api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

const dayMilliseconds = 24 * 60 * 60 * 1000;
/** From so many days on the page warns; the feed of changes does so at 30, 14, 7 and 1 days. */
const warnFrom = 30;

/** How many days a usable token has left, once they are few. */
export function ExpiryWarning({ token }: { readonly token: ApiToken }) {
  const { t } = useTranslation();
  const [now] = useState(() => Date.now());
  if (token.state !== 'usable' || token.expiresAt === undefined) return null;
  const days = Math.ceil((Date.parse(token.expiresAt) - now) / dayMilliseconds);
  if (days > warnFrom) return null;
  return (
    <div>
      <Badge color={days > 7 ? 'yellow' : 'red'} variant="light">
        {t('tokens.expiresIn', { count: days })}
      </Badge>
    </div>
  );
}
