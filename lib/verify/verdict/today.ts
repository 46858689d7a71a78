/** The day in UTC. For front ends alone, as their default: the verdict itself has no clock. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
