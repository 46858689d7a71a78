import * as v from 'valibot';
import type { Platform } from '../../model';
import { shown, type Fault } from '../../model/fault/fault';
import { isFileKey, objectNameFaults, parseRoleArn } from '../../model/names';
import { inputFaults, mapOf, optionalText, shape, text, type Draft } from '../../model/fault/shape';
import { givenPlatform } from '../../model/platform/given-platform';
import type { ProjectSecretsProps, RemoteSecret } from './project-secrets-props';

/** As Go writes durations, such as `1h30m`; `0` fetches once. */
const DURATION = /^(0|(\d+(h|m|s))+)$/;
const REMOTE_KEY = /^[A-Za-z0-9]([-A-Za-z0-9/_.+=@]*[A-Za-z0-9])?$/;

const secretsShape = shape<ProjectSecretsProps>({
  platform: v.optional(givenPlatform),
  project: optionalText,
  service: v.optional(v.picklist(['SecretsManager', 'ParameterStore'])),
  roleArn: text,
  secrets: mapOf(mapOf(shape<RemoteSecret>({ key: text, property: optionalText }))),
  refreshInterval: v.optional(
    v.pipe(v.string(), v.regex(DURATION, 'Expected hours, minutes and seconds such as "1h", or "0" for once')),
  ),
});

/** Every fault of the props of a project's secrets. */
export function secretFaults(platform: Platform, props: ProjectSecretsProps): Fault[] {
  return inputFaults(secretsShape, props, ({ roleArn, secrets }) => [
    ...(platform.aws === undefined
      ? [
          {
            path: 'platform.aws',
            given: 'nothing',
            allowed: 'a platform on AWS',
            fix: 'write a SecretStore of your provider with ApiObject',
          },
        ]
      : []),
    ...(roleArn === undefined || parseRoleArn(roleArn) !== undefined
      ? []
      : [
          {
            path: 'roleArn',
            given: shown(roleArn),
            allowed: 'the ARN of an IAM role',
            fix: 'arn:<partition>:iam::<account>:role/<name>',
          },
        ]),
    ...Object.entries(secrets ?? {}).flatMap(([name, files]) => [
      ...objectNameFaults(name, `secrets.${name}`, 'the name of a Secret'),
      ...Object.entries(files ?? {}).flatMap(([file, remote]) => fileFaults(file, remote, `secrets.${name}.${file}`)),
    ]),
  ]);
}

function fileFaults(file: string, remote: Draft<RemoteSecret> | undefined, path: string): Fault[] {
  const key = remote?.key;
  return [
    ...(isFileKey(file)
      ? []
      : [
          {
            path,
            given: shown(file),
            allowed: 'the name of a file: letters, digits, dashes, dots, underscores',
            fix: 'rename it; folders are not possible',
          },
        ]),
    ...(key === undefined || (REMOTE_KEY.test(key) && !key.includes('..') && !key.startsWith('arn:'))
      ? []
      : [
          {
            path: `${path}.key`,
            given: shown(key),
            allowed: 'a name below the prefix of the project, without ".." and no ARN',
            fix: 'leave the prefix out: the store puts it in front',
          },
        ]),
  ];
}
