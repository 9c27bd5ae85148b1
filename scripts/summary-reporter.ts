import type { Reporter, TestModule } from 'vitest/node';

/** Ends the output with one line that scripts can read: `N passed, N failed`. */
export class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const module of modules) {
      if (module.children.size === 0 || module.errors().length > 0) failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        if (state === 'failed') failed += 1;
      }
    }
    // after the default reporter's own closing lines
    process.once('exit', () => process.stdout.write(`${passed} passed, ${failed} failed\n`));
  }
}
