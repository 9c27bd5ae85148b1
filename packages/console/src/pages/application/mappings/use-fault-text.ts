import type { ExpressionFault } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';

/** The faults that have words of their own here; the server's English says more of the others. */
const known = [
  'unexpected',
  'unexpected-end',
  'unterminated-string',
  'number-too-large',
  'too-long',
  'too-deep',
  'bare-name',
  'unknown-profile',
  'unknown-attribute',
  'unknown-function',
  'unsupported-function',
  'wrong-type',
  'never-equal',
  'argument-count',
  'bad-pattern',
  'wrong-result',
  'bad-value',
  'too-large',
  'too-many-steps',
] as const;
/** What the words here say less of than the server's. */
const vague: readonly string[] = ['unsupported-function', 'bad-pattern', 'bad-value', 'unexpected'];

/** Every word that a text may name. */
const unnamed = { name: '', profile: '', known: '', limit: '', found: '', expected: '' };

export interface FaultText {
  readonly text: string;
  /** The server's words, where they say more. */
  readonly more?: string;
}

/** Says what is wrong with an expression in the language of the page. */
export function useFaultText(): (fault: ExpressionFault) => FaultText {
  const { t, i18n } = useTranslation();
  const kinds = (list: string | undefined): string =>
    (list ?? '')
      .split(',')
      .filter((kind) => kind === 'string' || kind === 'number' || kind === 'boolean' || kind === 'array')
      .map((kind) => t(`expression.kinds.${kind}`))
      .join(' / ') || 'null';
  return ({ fault, message, names }) => {
    const code = known.find((one) => one === fault);
    // in English the server says everything itself
    if (code === undefined || i18n.resolvedLanguage === 'en') return { text: message };
    const typed = code === 'wrong-type' || code === 'wrong-result';
    const words = {
      ...unnamed,
      ...names,
      ...(typed ? { found: kinds(names['found']), expected: kinds(names['expected']) } : {}),
      left: kinds(names['left']),
      right: kinds(names['right']),
    };
    const { suggestion } = names;
    const hint = suggestion === undefined ? '' : ` ${t('expression.didYouMean', { suggestion })}`;
    const text = t(`expression.faults.${code}`, words) + hint;
    return vague.includes(code) ? { text, more: message } : { text };
  };
}
