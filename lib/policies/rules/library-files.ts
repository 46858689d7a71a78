import { CONTENT_DIGITS, HELPER_FILES, JOB_FILES } from '../../model/project/file-names';
import type { Kind } from '../judged';
import { isKubernetes, isPlatform } from '../people';
import { isCreated, object, oldObject, operation } from '../predicate/request';
import { allOf, anyOf, type Flag, type Text } from '../predicate/values';
import type { ExpressionRule } from '../rule';

const CONFIG_MAP: Kind = { group: '', version: 'v1', resource: 'configmaps', kind: 'ConfigMap' };

export const libraryFiles: ExpressionRule = {
  id: 'library-files',
  title: 'Code that jobs mount from ConfigMaps of the library is immutable and written by the platform',
  why: 'A job runs what it mounts: whoever changes the launch script or the audit module runs code as the project.',
  stops: ['A2', 'T19'],
  judges: [{ kinds: [CONFIG_MAP], operations: ['CREATE', 'UPDATE', 'DELETE'] }],
  scope: 'projects',
  guard: true,
  beside: 'no persona may write ConfigMaps; the names hold a digest of the content',
  requires: (platform) => [
    {
      message: 'give files to the job as configFiles: the library writes them under a name made of their content',
      holds: anyOf(isOther, isPlatform(platform), isKubernetes(platform)),
    },
    {
      message: 'set immutable to true',
      holds: anyOf(isOther, operation.is('DELETE'), object.flag('immutable')),
    },
  ],
};

/** `helpers-0123456789`, `pretrain--config-0123456789`. */
const isOfLibrary = (name: Text): Flag =>
  name.matches(`^(${HELPER_FILES}|.+${JOB_FILES})-[0-9a-f]{${CONTENT_DIGITS}}$`);

/** A deletion has only the old object. */
const isOther: Flag = anyOf(
  allOf(isCreated, isOfLibrary(object.text('metadata.name')).not()),
  allOf(isCreated.not(), isOfLibrary(oldObject.text('metadata.name')).not()),
);
