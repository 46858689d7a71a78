const { rmSync } = require('node:fs');

module.exports = () => rmSync(process.env.KEPT_FOLDER, { recursive: true });
