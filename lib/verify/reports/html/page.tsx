import type { JSX } from 'preact';
import { headline, notJudgedText } from '../headline';
import type { Report, Summary } from '../report';
import { AllowedTable } from './allowed';
import { EvidenceTables } from './evidence';
import { Expected } from './expected';
import { Accepted, Findings } from './findings';
import { Premises } from './premises';
import { Reach } from './reach';
import { Readings } from './readings';
import { SECTIONS } from './section';
import { StatusChip } from './status-chip';
import { STYLE } from './style';

/** Nothing may be loaded, and nothing may run: what an input smuggles in stays text even if it got past the escaping. */
const CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function Page({ report }: { readonly report: Report }): JSX.Element {
  const { summary, checks } = report;
  return (
    <html lang="en">
      <Head summary={summary} />
      <body>
        <a class="skip" href="#expected">
          To the verdict
        </a>
        <Header summary={summary} />
        <nav aria-label="Sections">
          <ul>
            {Object.entries(SECTIONS).map(([id, [, short]]) => (
              <li>
                <a href={`#${id}`}>{short}</a>
              </li>
            ))}
          </ul>
        </nav>
        <main>
          <Expected summary={summary} />
          <Findings report={report} />
          <Accepted checks={checks} />
          <Reach summary={summary} />
          <Readings rows={summary.readable} />
          <AllowedTable rows={summary.allowed} />
          <Premises premises={summary.premises} />
          <EvidenceTables checks={checks} />
        </main>
        <Footer inputs={report.inputs} />
      </body>
    </html>
  );
}

function Head({ summary }: { readonly summary: Summary }): JSX.Element {
  return (
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content={CONTENT_POLICY} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{`Isolation: ${summary.verdict}`}</title>
      <style dangerouslySetInnerHTML={{ __html: STYLE }} />
    </head>
  );
}

function Header({ summary }: { readonly summary: Summary }): JSX.Element {
  const { pass, fail, unknown, accepted } = summary.checks;
  return (
    <header>
      <p class="kicker">training-isolation</p>
      <h1>
        Isolation <StatusChip status={summary.verdict} />
      </h1>
      <p class="lead">{headline(summary)}</p>
      <ul class="counts">
        <Count value={pass} text={pass === 1 ? 'check passes' : 'checks pass'} />
        <Count value={fail} text={fail === 1 ? 'fails' : 'fail'} />
        <Count value={unknown} text="not known" />
        <Count value={accepted} text="accepted" />
      </ul>
      {notJudgedText(summary).map((text) => (
        <p class="note">Not judged: {text}</p>
      ))}
      {!summary.complete && (
        <p class="note">
          Nothing says that these files are all that the cluster holds; what another file could undo is unknown.
        </p>
      )}
    </header>
  );
}

const MOST_FILES = 100;

function Footer({ inputs }: Pick<Report, 'inputs'>): JSX.Element {
  return (
    <footer>
      <h2>Judged files</h2>
      <ul class="files">
        {inputs.slice(0, MOST_FILES).map((name) => (
          <li>
            <code>{name}</code>
          </li>
        ))}
      </ul>
      {inputs.length > MOST_FILES && <p>and {inputs.length - MOST_FILES} more</p>}
    </footer>
  );
}

function Count({ value, text }: { readonly value: number; readonly text: string }): JSX.Element {
  return (
    <li>
      <strong>{value}</strong> {text}
    </li>
  );
}
