import { describe, expect, it } from 'vitest';
import { fillBaseUrl } from './base-url.ts';
import { catalog } from './catalog.ts';
import type { CatalogTemplate } from './catalog-template.ts';
import { checkTemplate } from './check-template.ts';
import { matchesSearch } from './search-catalog.ts';
import { templateTexts, textsOf } from './template-texts.ts';
import { cybozu } from './templates/cybozu.ts';
import type { UserNameFormat } from './user-name-format.ts';

describe('the catalog', () => {
  it('is in order', () => {
    expect(catalog.flatMap((one) => checkTemplate(one).map((fault) => ({ id: one.id, ...fault })))).toEqual([]);
    expect(new Set(catalog.map(({ id }) => id)).size).toBe(catalog.length);
  });

  it('has a dozen known applications and more, each with the page it follows', () => {
    const known = catalog.filter(({ category }) => category !== 'generic');
    expect(known.length).toBeGreaterThan(12);
    for (const { source } of known) {
      expect(source?.url).toMatch(/^https:\/\//);
      expect(source?.read).toMatch(/^20\d\d-\d\d-\d\d$/);
    }
  });

  it.each(Object.entries(templateTexts))('says everything in %s, and nothing else', (_language, texts) => {
    const said = new Set(catalog.flatMap((one) => textsOf(one)));
    expect(Object.keys(texts).toSorted()).toEqual([...said].toSorted());
    expect(Object.values(texts)).not.toContain('');
  });

  it.each([
    ['cybozu', ['cybozu.com']],
    ['CYBÓZU', ['cybozu.com']],
    ['サイボウズ', ['cybozu.com']],
    ['ｻｲﾎﾞｳｽﾞ', ['cybozu.com']],
    ['kintone garoon', ['cybozu.com']],
    ['kintone slack', []],
    ['jira', ['atlassian-cloud']],
    ['apellido servicios', ['cybozu.com']],
    ['ワークスペース', ['slack']],
    ['scim bearer', ['scim-2.0-bearer']],
    ['別のlockstep', ['lockstep']],
  ])('is searched: %s', (search, ids) => {
    expect(catalog.filter((one) => matchesSearch(one, search)).map(({ id }) => id)).toEqual(ids);
  });
});

describe('a faulty template', () => {
  const fault = (change: Partial<CatalogTemplate>): readonly object[] => checkTemplate({ ...cybozu, ...change });
  const field = { id: 'domain', label: 'Domain', kind: 'subdomain' } as const;

  it('is told every fault by path', () => {
    const mapping = { source: { kind: 'constant', value: 1 }, applyOn: 'create' } as const;
    const targets = ['a[type eq "x"]', 'active', 'title'];
    expect(
      fault({
        userNameFormat: 'nickname' as UserNameFormat,
        attributes: targets.map((target) => ({ target, type: 'integer', required: false, scope: 'personal' })),
        mappings: [...targets, 'title', 'gone'].map((target) => ({ target, ...mapping })),
      }),
    ).toEqual([
      { path: 'attributes.0.target', message: '“a[type eq "x"]” is not a path, such as name.familyName.' },
      { path: 'attributes.1.target', message: '“active” cannot be mapped: it is set by the assignment itself.' },
      { path: 'mappings.4.target', message: 'The attribute list has no “gone”.' },
      { path: 'mappings.3.target', message: '“title” is there twice.' },
      { path: 'userNameFormat', message: 'There is no username format “nickname”.' },
    ]);
    expect(fault({ userNameFormat: 'custom' })).toEqual([
      { path: 'userNameExpression', message: 'Write the expression of the custom format.' },
    ]);
  });

  it.each<[string, Partial<CatalogTemplate>, string]>([
    ['a place without a field', { fields: [] }, 'baseUrl'],
    ['a field without a place', { baseUrl: 'https://cybozu.com' }, 'fields.0.id'],
    ['fields without a base URL', { baseUrl: undefined } as unknown as Partial<CatalogTemplate>, 'fields.0.id'],
    ['a field twice', { fields: [field, field] }, 'fields.1.id'],
    ['a choice of nothing', { fields: [{ ...field, kind: 'choice' }] }, 'fields.0.choices'],
    ['another protocol', { baseUrl: 'ftp://{domain}.cybozu.com' }, 'baseUrl'],
    ['a query', { baseUrl: 'https://{domain}.cybozu.com/?x=1' }, 'baseUrl'],
    ['an account in the address', { baseUrl: 'https://me:me@{domain}.cybozu.com/' }, 'baseUrl'],
    ['what it both has and lacks', { lacks: ['create-users'] }, 'supports.0'],
  ])('with %s', (_name, change, path) => {
    expect(fault(change)).toEqual([{ path, message: expect.any(String) as unknown }]);
  });
});

describe('the base URL', () => {
  const template = {
    baseUrl: '{server}/o/{organization}/at/{domain}/{site}',
    fields: [
      { id: 'server', label: 'Server', kind: 'origin' },
      { id: 'organization', label: 'Organization', kind: 'segment' },
      { id: 'domain', label: 'Domain', kind: 'subdomain' },
      { id: 'site', label: 'Site', kind: 'choice', choices: ['eu', 'us'] },
    ],
  } as const;
  const good = { server: 'https://example.com:8443/', organization: 'Acmé', domain: ' acme ', site: 'eu' };

  it('is made of the fields', () => {
    expect(fillBaseUrl(cybozu, { domain: 'example' })).toEqual({ baseUrl: 'https://example.cybozu.com/scim/v2' });
    expect(fillBaseUrl(template, good)).toEqual({ baseUrl: 'https://example.com:8443/o/Acm%C3%A9/at/acme/eu' });
  });

  it.each<[string, string, string | undefined]>([
    ['domain', '', 'required'],
    ['domain', 'evil.example.com/', 'not_a_subdomain'],
    ['domain', 'a.b', 'not_a_subdomain'],
    ['domain', 'x@y', 'not_a_subdomain'],
    ['domain', '-a', 'not_a_subdomain'],
    ['server', 'https://example.com/path', 'not_an_origin'],
    ['server', 'https://me@example.com', 'not_an_origin'],
    ['server', 'file:///etc', 'not_an_origin'],
    ['organization', '..', 'not_a_segment'],
    ['organization', 'a/b', 'not_a_segment'],
    ['organization', 'a?b', 'not_a_segment'],
    ['organization', '%2e', 'not_a_segment'],
    ['site', 'jp', 'not_a_choice'],
    ['other', 'x', undefined],
  ])('is refused where %s is “%s”: %s', (id, value, code) => {
    const coded = code === undefined ? {} : { code };
    expect(fillBaseUrl(template, { ...good, [id]: value })).toEqual({
      faults: [{ path: `fields.${id}`, message: expect.any(String) as unknown, ...coded }],
    });
  });

  it('is asked for as a whole where the template has none', () => {
    expect(fillBaseUrl({ fields: [] }, {})).toEqual({
      faults: [{ path: 'baseUrl', message: 'Enter the base URL.', code: 'required' }],
    });
  });
});
