import { presetSchema, routes, slugSchema, type Preset } from '@lockstep/admin-api';
import { Command, Option } from 'commander';
import { connectApi } from './api.ts';
import { CliError } from './cli-error.ts';
import { confirm } from './confirm.ts';
import { formatTable, print } from './output.ts';

/** The slug of an organization as a person typed it. */
function parseSlug(text: string): string {
  const slug = slugSchema.safeParse(text);
  if (slug.success) return slug.data;
  throw new CliError(`${JSON.stringify(text)} is no organization. ${slug.error.issues[0]?.message ?? ''}`);
}

/** `--org SLUG`, for every command that works inside an organization. */
export function orgOption(): Option {
  return new Option('--org <slug>', 'the organization').makeOptionMandatory().argParser(parseSlug);
}

interface ChangeOptions {
  readonly name?: string;
  readonly slug?: string;
  readonly language?: 'en' | 'es' | 'ja' | 'server';
  readonly timeZone?: string;
  readonly json?: boolean;
  readonly yes?: boolean;
}

function addChange(org: Command): void {
  org
    .command('change')
    .description('change the name, the address, the language or the time zone of an organization')
    .argument('<slug>', 'the organization', parseSlug)
    .option('--name <name>', 'what people call it')
    .option('--slug <slug>', 'its new part of every address; the old addresses end at once', parseSlug)
    .addOption(new Option('--language <language>', 'of its mails').choices(['en', 'es', 'ja', 'server']))
    .option('--time-zone <zone>', 'that dates are shown in, such as Asia/Tokyo; none: that of whoever reads')
    .option('--json', 'print JSON')
    .option('--yes', 'answer every question with yes')
    .action(async (org: string, options: ChangeOptions) => {
      const { name, slug, language, timeZone } = options;
      if (slug !== undefined && slug !== org) {
        const end = `Identity providers that use the endpoint of ${org} are refused from then on.`;
        await confirm(`Change the address of ${org} to ${slug}? ${end}`, options);
      }
      const organization = await connectApi()(routes.changeOrganization, {
        params: { org },
        body: {
          name,
          slug,
          language: language === 'server' ? null : language,
          timeZone: timeZone === 'none' ? null : timeZone,
        },
      });
      print(organization, options, () => `Changed the organization ${organization.slug} (${organization.name}).`);
    });
}

export function orgCommand(): Command {
  const org = new Command('org').description('organizations');
  org
    .command('create')
    .description('create an organization with its first connection')
    .argument('<slug>', 'its part of every address: lower-case letters, digits, hyphens', parseSlug)
    .requiredOption('--name <name>', 'what people call it')
    .addOption(
      new Option('--preset <preset>', 'rules for what arrives').choices(presetSchema.options).default('standard'),
    )
    .option('--json', 'print JSON')
    .option('--yes', 'answer every question with yes')
    .action(async (slug: string, options: { name: string; preset: Preset; json?: boolean }) => {
      const { name, preset } = options;
      const organization = await connectApi()(routes.createOrganization, { params: {}, body: { slug, name, preset } });
      print(organization, options, () => `Created the organization ${organization.slug} (${organization.name}).`);
    });
  addChange(org);
  org
    .command('list')
    .description('list the organizations')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const { organizations } = await connectApi()(routes.listOrganizations, { params: {} });
      const rows = organizations.map(({ slug, name, preset }) => [slug, preset, name]);
      print(organizations, options, () => formatTable(['Organization', 'Preset', 'Name'], rows));
    });
  return org;
}
