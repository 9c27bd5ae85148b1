import { routes, type Department } from '@lockstep/admin-api';
import { Command } from 'commander';
import { connectApi } from './api.ts';
import { CliError } from './cli-error.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { formatTable, print } from './output.ts';

/** The tree line by line: code, name below its parent, members. */
function toRows(departments: readonly Department[], parent: string | null = null, indent = ''): string[][] {
  return departments
    .filter((one) => one.parent === parent)
    .flatMap(({ id, code, name, members }) => [
      [code, indent + name, String(members)],
      ...toRows(departments, id, `${indent}  `),
    ]);
}

export function departmentCommand(): Command {
  const department = new Command('department').description('departments of an organization');
  inOrganization(department.command('list'))
    .description('list the tree of departments')
    .action(async (options: OrgOptions) => {
      const { departments } = await connectApi()(routes.listDepartments, { params: { org: options.org } });
      print(departments, options, () => formatTable(['Code', 'Name', 'Members'], toRows(departments)));
    });
  inOrganization(department.command('create'))
    .description('add a department')
    .requiredOption('--code <code>', 'unique in the organization')
    .requiredOption('--name <name>')
    .option('--parent <code>', 'the department above')
    .action(
      async (options: OrgOptions & { readonly code: string; readonly name: string; readonly parent?: string }) => {
        const call = connectApi();
        const params = { org: options.org };
        const { departments } = await call(routes.listDepartments, { params });
        const parent = departments.find(({ code }) => code === options.parent);
        if (options.parent !== undefined && parent === undefined) {
          throw new CliError(`The organization ${options.org} has no department ${options.parent}.`);
        }
        const body = { code: options.code, name: options.name, parent: parent?.id ?? null };
        const created = await call(routes.createDepartment, { params, body });
        print(created, options, () => `Added the department ${created.code} (${created.name}).`);
      },
    );
  return department;
}
