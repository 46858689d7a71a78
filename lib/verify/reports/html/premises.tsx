import type { JSX } from 'preact';
import { Section } from './section';

export function Premises({ premises }: { readonly premises: readonly string[] }): JSX.Element {
  return (
    <Section id="premises">
      {premises.length === 0 ? (
        <p>Nothing was taken for granted. What files cannot show is unknown above.</p>
      ) : (
        <>
          <p>The verdict holds as long as these do. Files cannot show what is only assumed.</p>
          <ul>
            {premises.map((premise) => (
              <li>{premise}</li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
