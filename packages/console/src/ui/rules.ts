import type { TFunction } from 'i18next';

type Rule = (value: string) => string | null;

/** The first rule that a field breaks, in the language of the page; `null` when it breaks none. */
export function rules(...all: readonly Rule[]): Rule {
  return (value) => {
    for (const rule of all) {
      const fault = rule(value);
      if (fault !== null) return fault;
    }
    return null;
  };
}

export function required(t: TFunction): Rule {
  return (value) => (value.trim() === '' ? t('rules.required') : null);
}

export function atMost(t: TFunction, count: number): Rule {
  return (value) => (value.trim().length > count ? t('rules.atMost', { count }) : null);
}

/** The rule for what is filled in; empty is fine. */
export function optional(rule: Rule): Rule {
  return (value) => (value.trim() === '' ? null : rule(value));
}

/** Empty is fine: what must be there says so with {@link required}. */
export function email(t: TFunction): Rule {
  return (value) => (value.trim() === '' || /^[^\s@]+@[^\s@]+$/.test(value.trim()) ? null : t('rules.email'));
}

export function webAddress(t: TFunction): Rule {
  return (value) => {
    const url = URL.parse(value.trim());
    return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? null : t('rules.webAddress');
  };
}
