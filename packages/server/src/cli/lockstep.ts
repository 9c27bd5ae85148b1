import { Command } from 'commander';
import { administratorCommand } from './administrator.ts';
import { apiKeyCommand } from './api-key.ts';
import { appCommand } from './app.ts';
import { auditCommand } from './audit.ts';
import { configCommand } from './config.ts';
import { departmentCommand } from './department.ts';
import { serviceCommand } from './service.ts';
import { explainFailure } from './explain-failure.ts';
import { groupRuleCommand } from './group-rule.ts';
import { groupCommand } from './group.ts';
import { healthCommand } from './health.ts';
import { ipRestrictionCommand } from './ip-restriction.ts';
import { jobCommand } from './job.ts';
import { linkCommand } from './link.ts';
import { orgCommand } from './org.ts';
import { policyCommand } from './policy.ts';
import { propagationCommand } from './propagation.ts';
import { schemaCommand } from './schema.ts';
import { requestsCommand } from './requests.ts';
import { serveCommand } from './serve.ts';
import { templateCommand } from './template.ts';
import { tokenCommand } from './token.ts';
import { userCommand } from './user.ts';

const program = new Command('lockstep')
  .description('Keeps user accounts in step between identity providers and applications.')
  .addHelpText(
    'after',
    `
All commands but "serve" and "config" talk to a running server:
  LOCKSTEP_URL           its address, http://127.0.0.1:8080 when not set
  LOCKSTEP_ADMIN_TOKEN   its administrator token`,
  )
  .showHelpAfterError('Add --help to see what is possible.')
  .addCommand(serveCommand())
  .addCommand(configCommand())
  .addCommand(orgCommand())
  .addCommand(tokenCommand())
  .addCommand(propagationCommand())
  .addCommand(policyCommand())
  .addCommand(schemaCommand())
  .addCommand(linkCommand())
  .addCommand(userCommand())
  .addCommand(jobCommand())
  .addCommand(requestsCommand())
  .addCommand(healthCommand())
  .addCommand(auditCommand())
  .addCommand(appCommand())
  .addCommand(templateCommand())
  .addCommand(groupCommand())
  .addCommand(groupRuleCommand())
  .addCommand(departmentCommand())
  .addCommand(serviceCommand())
  .addCommand(administratorCommand())
  .addCommand(apiKeyCommand())
  .addCommand(ipRestrictionCommand());

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${explainFailure(error)}\n`);
  process.exitCode = 1;
}
