/** Actions of a service of AWS, from lines of their names: `s3` and `GetObject PutObject`. */
export function actionNames(service: string, ...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(' ').map((name) => `${service}:${name}`));
}
