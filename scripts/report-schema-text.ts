import { toJsonSchema } from '@valibot/to-json-schema';
import { REPORT_SHAPE } from '../lib/verify/reports/read-report';

/** The JSON schema of a report, version 1. */
export function reportSchema(): string {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Report of training-isolation verify, version 1',
    ...toJsonSchema(REPORT_SHAPE, { target: 'draft-07' }),
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
