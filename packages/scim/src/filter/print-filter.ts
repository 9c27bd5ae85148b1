import { printAttributePath } from '../path/attribute-path.ts';
import type { ComparisonFilter, Filter } from './filter-node.ts';

/** Writes a filter so that `parseFilter` reads the same nodes back. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.map(printOperand).join(` ${filter.kind} `);
    case 'not':
      return `not (${printFilter(filter.operand)})`;
    case 'comparison':
      return `${printAttributePath(filter.path)} ${filter.operator} ${printValue(filter)}`;
    case 'present':
      return `${printAttributePath(filter.path)} pr`;
    case 'valuePath':
      return `${printAttributePath(filter.path)}[${printFilter(filter.filter)}]`;
  }
}

function printOperand(filter: Filter): string {
  return filter.kind === 'and' || filter.kind === 'or' ? `(${printFilter(filter)})` : printFilter(filter);
}

function printValue(filter: ComparisonFilter): string {
  return filter.literal ?? JSON.stringify(filter.value);
}
