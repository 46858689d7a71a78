const Sequencer = require('@jest/test-sequencer').default;

/** Tests that mostly wait, for clocks and children, start before those that compute: at the end they would wait alone. */
const WAITING = /\/test\/(?:python|package|cli|docs)\b/;

module.exports = class extends Sequencer {
  sort(tests) {
    const waits = ({ path }) => WAITING.test(path);
    return [...super.sort(tests.filter(waits)), ...super.sort(tests.filter((test) => !waits(test)))];
  }
};
