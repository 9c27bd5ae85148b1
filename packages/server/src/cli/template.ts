import { readFile } from 'node:fs/promises';
import { routes, type TemplateDocument } from '@lockstep/admin-api';
import { Command } from 'commander';
import { connectApi } from './api.ts';
import { CliError } from './cli-error.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { confirm } from './confirm.ts';
import { formatTable, print } from './output.ts';

/** A template from a file; what is wrong with it beyond being JSON, the server says by path. */
async function readTemplate(file: string): Promise<TemplateDocument> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CliError(`Cannot read ${file}: ${error instanceof Error ? error.message : String(error)}.`);
  });
  try {
    return JSON.parse(text) as TemplateDocument;
  } catch (error) {
    throw new CliError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function addChanges(template: Command): void {
  inOrganization(template.command('add'))
    .description('add a template of your own to the catalog')
    .argument('<file>', 'JSON in the form of docs/templates.md')
    .action(async (file: string, options: OrgOptions) => {
      const body = await readTemplate(file);
      const added = await connectApi()(routes.createTemplate, { params: { org: options.org }, body });
      print(added, options, () => `${added.template.name} is in the catalog.`);
    });
  inOrganization(template.command('replace'))
    .description('replace a template of your own; applications keep theirs as it was')
    .argument('<file>', 'JSON with the id of the template')
    .action(async (file: string, options: OrgOptions) => {
      const body = await readTemplate(file);
      const params = { org: options.org, template: body.id };
      const replaced = await connectApi()(routes.replaceTemplate, { params, body });
      print(replaced, options, () => `${replaced.template.name} was replaced.`);
    });
  inOrganization(template.command('delete'))
    .description('delete a template of your own that no application was made from')
    .argument('<id>', 'see "template list --own"')
    .action(async (id: string, options: OrgOptions) => {
      await confirm(`Delete the template ${id}?`, options);
      await connectApi()(routes.deleteTemplate, { params: { org: options.org, template: id } });
      print({ id }, options, () => `Deleted the template ${id}.`);
    });
}

type ListOptions = OrgOptions & { readonly search?: string; readonly own?: true };

export function templateCommand(): Command {
  const template = new Command('template').description('the catalog of applications, and templates of your own');
  inOrganization(template.command('list'))
    .description('what the catalog has')
    .option('--search <words>', 'all of them in the name, description, keywords, category or id')
    .option('--own', 'only what the organization added itself')
    .action(async ({ search, own, ...options }: ListOptions) => {
      const { templates } = await connectApi()(routes.listTemplates, {
        params: { org: options.org },
        query: { search },
      });
      const found = own === true ? templates.filter((one) => one.own) : templates;
      const rows = found.map((one) => [one.id, one.name, one.category, one.own ? 'own' : '']);
      print(found, options, () => formatTable(['Id', 'Name', 'Category', ''], rows));
    });
  addChanges(template);
  return template;
}
