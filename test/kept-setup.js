const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** A folder of this run for what test files share; workers inherit its name (`kept.ts`). */
module.exports = () => {
  process.env.KEPT_FOLDER = mkdtempSync(join(tmpdir(), 'kept-'));
};
