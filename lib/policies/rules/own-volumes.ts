import type { Platform } from '../../model';
import { ownClaimPrefix } from '../../model/project/own-claim';
import { HARMLESS_VOLUMES } from '../../model/storage/restricted-volumes';
import { PODS_AND_TEMPLATES } from '../judged';
import { podUnchanged, volumes } from '../predicate/pod';
import { project } from '../predicate/request';
import { anyOf, lookUp, type Flag, type Text } from '../predicate/values';
import type { ExpressionRule } from '../rule';

/** What is harmless as a part of one volume; what tokens it may hold is judged with the service account. */
const HARMLESS_PARTS = ['configMap', 'secret', 'downwardAPI', 'serviceAccountToken'];

export const ownVolumes: ExpressionRule = {
  id: 'own-volumes',
  title: "Training pods mount their project's own claims and harmless volumes",
  why: 'A claim, an inline driver or a folder of the node is a way to data of another project; a list of what is forbidden misses what is invented later.',
  stops: ['A1', 'A2', 'T13'],
  judges: PODS_AND_TEMPLATES,
  scope: 'projects',
  unchanged: podUnchanged,
  requires: (platform) => [
    {
      message: `use volumes of these kinds only: ${HARMLESS_VOLUMES.join(', ')}, persistentVolumeClaim and projected parts of them`,
      holds: volumes.all((volume) =>
        anyOf(
          ...[...HARMLESS_VOLUMES, 'persistentVolumeClaim'].map((kind) => volume.has(kind)),
          volume
            .has('projected')
            .and(
              volume
                .items('projected.sources', 'source')
                .all((source) => anyOf(...HARMLESS_PARTS.map((kind) => source.has(kind)))),
            ),
        ),
      ),
    },
    {
      message:
        'mount claims of the project only: names that start with its name and two dashes, or that the description lists',
      holds: volumes.all((volume) =>
        volume
          .has('persistentVolumeClaim')
          .implies(isClaimOfProject(platform, volume.text('persistentVolumeClaim.claimName'))),
      ),
    },
  ],
};

/** The condition of `isClaimOfProject` in the model, asked of the project whose namespace it is. */
function isClaimOfProject(platform: Platform, claim: Text): Flag {
  const own = project(platform);
  const others = platform.projects.filter(({ otherClaims }) => otherClaims.length > 0);
  const table = Object.fromEntries(others.map(({ name, otherClaims }) => [name, otherClaims]));
  return own
    .isNot('')
    .and(
      anyOf(
        claim.startsWith(own.plus(ownClaimPrefix(''))),
        ...(others.length === 0 ? [] : [lookUp(table, own).has(claim)]),
      ),
    );
}
