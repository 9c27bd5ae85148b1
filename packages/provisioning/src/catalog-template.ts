import type { ApplicationTemplate, TemplateFeature } from './template.ts';

export type TemplateCategory =
  | 'business'
  | 'collaboration'
  | 'design'
  | 'developer'
  | 'generic'
  | 'infrastructure'
  | 'project';

/** How requests are authenticated, as far as it is the same for everybody. */
export type TemplateCredential =
  | { readonly kind: 'bearer' }
  | { readonly kind: 'header'; readonly header: string }
  | { readonly kind: 'basic' }
  | { readonly kind: 'oauth-client'; readonly tokenUrl?: string; readonly scope?: string };

/**
 * A part of the base URL that is asked for. `subdomain`: one label of a host name; `segment`: one segment of the path;
 * `origin`: scheme, host and port; `choice`: one of `choices`.
 */
export interface TemplateField {
  readonly id: string;
  readonly label: string;
  readonly kind: 'subdomain' | 'segment' | 'origin' | 'choice';
  readonly hint?: string;
  readonly example?: string;
  readonly choices?: readonly string[];
}

/** An entry of the catalog: a template, and what one needs to know to choose it and to add an integration. */
export interface CatalogTemplate extends ApplicationTemplate {
  readonly category: TemplateCategory;
  /** Other words that it is searched by. */
  readonly keywords: readonly string[];
  /** The public page that the template follows, and the day (YYYY-MM-DD) that it was read. */
  readonly source?: { readonly title: string; readonly url: string; readonly read: string };
  readonly fields: readonly TemplateField[];
  /** With a `{field}` for each field; absent where the application shows its whole base URL. */
  readonly baseUrl?: string;
  readonly credential: TemplateCredential;
  readonly supports: readonly TemplateFeature[];
  /** What an administrator should know, each a sentence or two. */
  readonly notes: readonly string[];
}
