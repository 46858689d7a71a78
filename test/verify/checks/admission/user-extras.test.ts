import { exampleObjects, judged, object, type Loose } from '../example';

describe('what somebody is called by the cloud is no proof of who asks', () => {
  /** What fails or is unknown once the guard of projects lets somebody more through. */
  const failing = (condition: string, change: (spec: Loose) => void = () => undefined): string[] => {
    const objects = exampleObjects();
    const { spec } = object(objects, 'ValidatingAdmissionPolicy', 'ml-project-guards');
    const isPlatform = spec.variables.find(({ name }: Loose) => name === 'isPlatform');
    isPlatform.expression = `(${isPlatform.expression}) || ${condition}`;
    change(spec);
    return judged(objects, { families: ['admission'] })
      .results.filter(({ status }) => status !== 'pass' && status !== 'not-applicable')
      .map(({ check, status, findings }) => `${check.id} ${status}: ${findings[0]?.message}`);
  };

  test.each([
    ['in a list', "'platform' in request.userInfo.?extra[?'sessionName'].orValue([])", 'sessionName is platform'],
    ['as a field', "'platform' in request.userInfo.?extra.?sessionName.orValue([])", 'sessionName is platform'],
    [
      'that begins with a word',
      "request.userInfo.?extra[?'arn'].orValue([]).exists(arn, arn.startsWith('arn:aws:sts::1:assumed-role/x/'))",
      'arn is arn:aws:sts::1:assumed-role/x/',
    ],
    [
      'that contains a word',
      "request.userInfo.?extra[?'principalId'].orValue([]).exists(id, id.contains(':admin'))",
      'principalId is :admin',
    ],
    [
      'of a form',
      "request.userInfo.?extra[?'sessionName'].orValue([]).exists(name, name.matches('^admin-.*$'))",
      'sessionName is admin-x',
    ],
    ['that is there at all', "request.userInfo.?extra[?'sessionName'].hasValue()", 'sessionName is x'],
    [
      'in a key that is there',
      "has(request.userInfo.extra) && 'sessionName' in request.userInfo.extra",
      'sessionName is x',
    ],
  ])('a name %s', (_, condition, whose) => {
    expect(failing(condition)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^admission/project-guards fail: policies let somebody whose ${whose}, whom the description does not`,
        ),
      ),
    ]);
  });

  test('a name that a variable holds', () => {
    const found = failing("'platform' in variables.session", ({ variables }) =>
      variables.unshift({ name: 'session', expression: "request.userInfo.?extra[?'sessionName'].orValue([])" }),
    );
    expect(found).toEqual([expect.stringContaining('somebody whose sessionName is platform')]);
  });

  test.each([
    ['that lets nobody through', "('platform' in request.userInfo.?extra[?'sessionName'].orValue([]) && false)"],
    [
      'that asks for a group as well',
      "('platform' in request.userInfo.?extra[?'sessionName'].orValue([]) && 'system:masters' in request.userInfo.groups)",
    ],
  ])('a condition %s is no hole', (_, condition) => {
    expect(failing(condition)).toEqual([]);
  });
});
