/**
 * The whole style: system fonts, one accent, colours with a contrast of at least 4.5 on their ground in both schemes,
 * nothing loaded.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f6f7f9; --line: #d5dae1; --text: #16202c; --soft: #4b5867; --accent: #0b57d0;
  --good: #0f6b34; --good-ground: #e3f5e9; --bad: #a4131f; --bad-ground: #fde8e8; --open: #7a4a00; --open-ground: #fdf1d8;
  --kept: #5b3aa8; --kept-ground: #efe9fc; --quiet: #4b5867; --quiet-ground: #eceff3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10151c; --raised: #18202a; --line: #33404f; --text: #e8edf3; --soft: #a9b6c4; --accent: #8ab4f8;
    --good: #7fd8a0; --good-ground: #12301f; --bad: #ff9c9c; --bad-ground: #3d1519; --open: #f5c46b; --open-ground: #362706;
    --kept: #c8b2ff; --kept-ground: #271d45; --quiet: #a9b6c4; --quiet-ground: #222c38;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
header, main, footer, nav ul { max-width: 76rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2.5rem; padding-bottom: 1.25rem; }
.kicker { margin: 0; color: var(--soft); font-weight: 600; letter-spacing: .02em; }
h1 { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; margin: .25rem 0 .5rem; font-size: 2.25rem; line-height: 1.2; }
h1 .chip { font-size: 1.15rem; }
h2 { margin: 3rem 0 1rem; font-size: 1.5rem; line-height: 1.25; }
h3 { margin: 0; font-size: 1.0625rem; line-height: 1.4; }
p { margin: .5rem 0; max-width: 48rem; }
.lead { font-size: 1.125rem; overflow-wrap: anywhere; }
.note { color: var(--soft); }
a { color: var(--accent); }
details { margin: 1rem 0; }
summary { padding: .35rem 0; color: var(--accent); font-weight: 600; cursor: pointer; }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--ground); z-index: 2; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
nav { position: sticky; top: 0; z-index: 1; background: var(--ground); border-block: 1px solid var(--line); }
nav ul { display: flex; gap: .25rem 1.25rem; overflow-x: auto; list-style: none; padding-block: .65rem; white-space: nowrap; }
nav a { color: var(--text); text-decoration: none; font-size: .9375rem; }
nav a:hover { text-decoration: underline; }
.counts { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 1rem 0; padding: 0; list-style: none; color: var(--soft); }
.counts strong { color: var(--text); font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.chip { display: inline-block; padding: .1rem .6rem; border-radius: 1rem; font-size: .875rem; font-weight: 600; white-space: nowrap; }
.chip.pass { background: var(--good-ground); color: var(--good); }
.chip.fail { background: var(--bad-ground); color: var(--bad); }
.chip.unknown { background: var(--open-ground); color: var(--open); }
.chip.accepted { background: var(--kept-ground); color: var(--kept); }
.chip.not-applicable { background: var(--quiet-ground); color: var(--quiet); }
.scroll { position: relative; overflow-x: auto; margin: 1rem 0 1.5rem; }
table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
caption { padding: 0 0 .5rem; text-align: left; color: var(--soft); font-weight: 600; }
th, td { padding: .6rem .75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { background: var(--raised); border-bottom: 1px solid var(--line); font-size: .875rem; }
tbody th { font-weight: 600; }
td:first-child, tbody th { overflow-wrap: break-word; }
code { font: .875em/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.verdict th[scope=row] { width: 28%; min-width: 13rem; }
.verdict td:nth-child(3) { min-width: 14rem; }
.verdict code { white-space: nowrap; }
.evidence { table-layout: fixed; min-width: 56rem; }
.evidence th:nth-child(1) { width: 32%; }
.evidence th:nth-child(2) { width: 10.5rem; }
.evidence td { overflow-wrap: anywhere; }
.evidence th:nth-child(3) { width: 5rem; }
.evidence td:nth-child(3) { font-variant-numeric: tabular-nums; }
.evidence .id { display: block; margin-top: .2rem; color: var(--soft); font-weight: 400; }
.evidence :target { outline: 3px solid var(--accent); outline-offset: 4px; }
ul.plain { margin: 0; padding: 0; list-style: none; }
.matrix { width: auto; }
.matrix th, .matrix td { border: 1px solid var(--line); min-width: 7rem; }
.matrix td { font-size: .875rem; white-space: nowrap; }
.matrix thead th { overflow-wrap: anywhere; }
.matrix .none { color: var(--soft); text-align: center; }
.matrix .own { background: var(--raised); }
.matrix .some { background: var(--good-ground); color: var(--good); }
.matrix .alarm { background: var(--bad-ground); color: var(--bad); }
.matrix .mark { font-weight: 600; }
figure { padding: 1rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--raised); }
figcaption { margin-top: .75rem; color: var(--soft); font-size: .875rem; }
svg { display: block; max-width: none; margin: 0 auto; font: 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
svg text { fill: var(--text); }
.party rect { fill: var(--ground); stroke: var(--line); }
.party.project rect { stroke: var(--accent); stroke-width: 2.5; }
.party.project text { font-weight: 600; }
.party.outside rect { stroke: var(--soft); stroke-dasharray: 4 4; }
.edge { fill: none; stroke: var(--soft); stroke-width: 1.25; }
.edge.alarm { stroke: var(--bad); stroke-width: 3; }
.edge.undecided { stroke-dasharray: 6 5; }
.head { fill: var(--soft); }
.head.alarm { fill: var(--bad); }
svg .below { font-size: 12px; fill: var(--soft); }
svg .label { font-size: 12px; paint-order: stroke; stroke: var(--raised); stroke-width: 6px; }
article { margin: 1rem 0; padding: 1rem 1.25rem; border: 1px solid var(--line); border-left: .3rem solid var(--open); border-radius: .5rem; background: var(--raised); }
article.fail { border-left-color: var(--bad); }
article .id { margin: .15rem 0 .5rem; }
.findings { margin: .75rem 0 0; padding: 0; list-style: none; }
.findings li { padding: .6rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.findings p { margin: .15rem 0; }
.concerned { margin: .25rem 0 0; padding-left: 1.25rem; font-size: .9375rem; columns: 2 24rem; column-gap: 2rem; }
.place { color: var(--soft); }
.fix span { font-weight: 600; }
footer { padding-bottom: 3rem; color: var(--soft); }
footer h2 { font-size: 1.125rem; color: var(--text); }
.files { margin: 0; padding: 0; list-style: none; font-size: .9375rem; }
@media (max-width: 40rem) {
  header, main, footer, nav ul { padding-inline: 1rem; }
  h1 { font-size: 1.75rem; }
  h2 { margin-top: 2.25rem; }
  .verdict th[scope=row] { min-width: 9rem; }
  th, td { padding: .5rem; }
}
@media print {
  :root { color-scheme: light; --ground: #fff; --raised: #fff; --line: #bbb; --text: #000; --soft: #333; --accent: #000;
    --good: #0f6b34; --good-ground: #fff; --bad: #a4131f; --bad-ground: #fff; --open: #7a4a00; --open-ground: #fff;
    --kept: #5b3aa8; --kept-ground: #fff; --quiet: #333; --quiet-ground: #fff; }
  nav, .skip, summary { display: none; }
  details::details-content { content-visibility: visible; display: contents; }
  .scroll { overflow: visible; }
  .evidence { min-width: 0; }
  svg { max-width: 100%; height: auto; }
  .chip { border: 1px solid currentColor; }
  article, tr, figure { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
  body { font-size: 10pt; }
}
`;
