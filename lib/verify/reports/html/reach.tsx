import type { JSX } from 'preact';
import { counted } from '../../../model/counted';
import type { Summary } from '../report';
import { Diagram } from './diagram';
import { isAlarming, partyNames, partyText, reachMap, type Link, type Party, type ReachMap } from './parties';
import { Section } from './section';

/** Parties of a matrix that a reader still overlooks. */
const MOST = 40;

export function Reach({ summary }: { readonly summary: Summary }): JSX.Element {
  const map = reachMap(summary.projects, summary.reachable);
  if (map.links.length === 0)
    return (
      <Section id="reach">
        <p>No connection of a project is allowed by the files, or none was judged.</p>
      </Section>
    );
  const crossing = map.links.filter(isAlarming);
  return (
    <Section id="reach">
      <p>
        For any pod that could be there, by namespace, as far as network policies decide. What is not listed is denied.
        Replies are implied.{' '}
        {crossing.length === 0
          ? 'No project is reached from anywhere, itself excepted, and none reaches more than it is meant to.'
          : `${counted(crossing.length, 'connection crosses', 'connections cross')} the border of a project where none is meant to.`}
      </p>
      {map.parties.length <= MOST ? (
        <>
          <Diagram map={map} />
          <Matrix map={map} />
        </>
      ) : (
        <p>
          {map.parties.length} parties that differ are too many for a picture; the JSON report lists every connection.
        </p>
      )}
    </Section>
  );
}

function Matrix({ map: { parties, links } }: { readonly map: ReachMap }): JSX.Element {
  const sources = parties.filter((party) => links.some(({ from }) => from === party));
  const targets = parties.filter((party) => party.kind === 'project' || links.some(({ to }) => to === party));
  const rows = [...new Set([...parties.filter(({ kind }) => kind === 'project'), ...sources])];
  const caption = 'From whom (rows) to whom (columns) connections may be opened';
  return (
    <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
      <table class="matrix">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">from \ to</th>
            {targets.map((party) => (
              <th scope="col" title={partyNames(party)}>
                {partyText(party)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((from) => (
            <tr>
              <th scope="row" title={partyNames(from)}>
                {partyText(from)}
              </th>
              {targets.map((to) => (
                <Cell links={links.filter((link) => link.from === from && link.to === to)} own={isOwn(from, to)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function isOwn(from: Party, to: Party): boolean {
  return from === to;
}

function Cell({ links, own }: { readonly links: readonly Link[]; readonly own: boolean }): JSX.Element {
  if (links.length === 0)
    return (
      <td class="none">
        <span class="sr">nothing</span>
        <span aria-hidden="true">·</span>
      </td>
    );
  const alarming = links.some(isAlarming);
  return (
    <td class={own ? 'own' : alarming ? 'alarm' : 'some'}>
      {links.map(({ connections, status }) => (
        <div>
          {connections}
          {status === 'undecided' && <em> undecided</em>}
        </div>
      ))}
      {alarming && <div class="mark">{links.some(({ crosses }) => crosses) ? 'crosses a border' : 'is not meant'}</div>}
    </td>
  );
}
