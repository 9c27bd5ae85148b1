import { Badge } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Secret } from './secret.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;
/** From so many days on the page warns; the feed of changes does so at 30, 14, 7 and 1 days. */
const warnFrom = 30;

/** How many days a usable secret has left, once they are few. */
export function ExpiryWarning({ secret }: { readonly secret: Secret }) {
  const { t } = useTranslation();
  const [now] = useState(() => Date.now());
  if (secret.state !== 'usable' || secret.expiresAt === undefined) return null;
  const days = Math.ceil((Date.parse(secret.expiresAt) - now) / dayMilliseconds);
  if (days > warnFrom) return null;
  return (
    <div>
      <Badge color={days > 7 ? 'yellow' : 'red'} variant="light">
        {t('tokens.expiresIn', { count: days })}
      </Badge>
    </div>
  );
}
