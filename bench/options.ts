import { parseArgs } from 'node:util';

/** What a bench is asked for. Ends the process after `--help`, and with code 2 on a value that is none. */
export function benchOptions(script: string, fewestProjects: number): { projects: number; runs: number } {
  const { values } = parseArgs({
    options: {
      projects: { type: 'string', default: '1000' },
      runs: { type: 'string', default: '3' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(`usage: npm run ${script} -- [--projects N] [--runs N]`);
    process.exit(0);
  }
  const projects = Number(values.projects);
  const runs = Number(values.runs);
  if (!Number.isInteger(projects) || projects < fewestProjects || !Number.isInteger(runs) || runs < 1) {
    console.error(`--projects is a whole number of at least ${fewestProjects}, --runs one of at least 1`);
    process.exit(2);
  }
  return { projects, runs };
}
