/**
 * Writes schemas/report.schema.json again, from the shape by which reports are read: `npx jiti scripts/report-schema.ts`. A
 * test holds the committed file against it.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportSchema } from './report-schema-text';

writeFileSync(join(__dirname, '../schemas/report.schema.json'), reportSchema());
