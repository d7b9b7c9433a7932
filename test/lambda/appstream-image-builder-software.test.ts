import type { SoftwareAssociations } from '@aws-sdk/client-appstream';
import { isDone, isSoftwareAsked, toDeployment } from '../../lambda/appstream-image-builder-software';
import { Order } from '../../lambda/kind';
import { AppStreamImageBuilderProperties } from '../../src/contract/appstream-image-builder';

type Properties = Partial<AppStreamImageBuilderProperties>;
const asking = (properties: Properties, before?: Properties) => ({ properties, before }) as Order<AppStreamImageBuilderProperties>;
const install = (...names: string[]): Properties => ({ SoftwaresToInstall: names });
const uninstall = (...names: string[]): Properties => ({ SoftwaresToUninstall: names });
const being = (statuses: { [name: string]: string }): SoftwareAssociations[] =>
  Object.entries(statuses).map(([SoftwareName, Status]) => ({ SoftwareName, Status: Status as SoftwareAssociations['Status'] }));
const NOTHING = { associate: [], disassociate: [], staged: [], running: [], again: [], failures: [] };

test.each<[string, Properties, Properties | undefined, { [name: string]: string }, object]>([
  ['is asked for and not there', install('A'), undefined, {}, { associate: ['A'] }],
  ['is asked for and about to go', install('A'), undefined, { A: 'STAGED_FOR_UNINSTALLATION' }, { associate: ['A'] }],
  ['is asked for and could not go', install('A'), undefined, { A: 'FAILED_TO_UNINSTALL' }, { associate: ['A'] }],
  ['is asked for and staged', install('A'), undefined, { A: 'STAGED_FOR_INSTALLATION' }, { staged: ['A'] }],
  ['is asked for and on its way', install('A'), undefined, { A: 'PENDING_INSTALLATION' }, { running: ['A'] }],
  ['is asked for and there, as before', install('A'), install('A'), { A: 'INSTALLED' }, {}],
  ['is asked for no longer', {}, install('A'), { A: 'INSTALLED' }, { disassociate: ['A'] }],
  ['is not to be there', uninstall('A'), undefined, { A: 'INSTALLED' }, { disassociate: ['A'] }],
  ['is not to be there and about to come', uninstall('A'), undefined, { A: 'STAGED_FOR_INSTALLATION' }, { disassociate: ['A'] }],
  ['is not to be there and could not come', uninstall('A'), undefined, { A: 'FAILED_TO_INSTALL' }, { disassociate: ['A'] }],
  ['is not to be there and staged to go', uninstall('A'), undefined, { A: 'STAGED_FOR_UNINSTALLATION' }, { staged: ['A'] }],
  ['is not to be there and on its way out', uninstall('A'), undefined, { A: 'PENDING_UNINSTALLATION' }, { running: ['A'] }],
  ['is not to be there and is not', uninstall('A'), undefined, {}, {}],
  ['is asked for and could not come before', install('A'), undefined, { A: 'FAILED_TO_INSTALL' }, { again: ['A'] }],
  ['is not to be there and could not go before', uninstall('A'), undefined, { A: 'FAILED_TO_UNINSTALL' }, { again: ['A'] }],
  ['may stay after all, and is staged to go', {}, uninstall('A'), { A: 'STAGED_FOR_UNINSTALLATION' }, { associate: ['A'] }],
  ['may stay after all, and is staged to come', {}, uninstall('A'), { A: 'STAGED_FOR_INSTALLATION' }, { staged: ['A'] }],
  ['may stay after all, and is on its way', {}, uninstall('A'), { A: 'PENDING_INSTALLATION' }, { running: ['A'] }],
  ['may stay after all, and has gone', {}, uninstall('A'), {}, {}],
  ['may stay after all, and could not go', {}, uninstall('A'), { A: 'FAILED_TO_UNINSTALL' }, {}],
  ['nobody speaks of', {}, undefined, { A: 'INSTALLED' }, {}],
])('software that %s', (_, properties, before, statuses, expected) => {
  const deployment = toDeployment(asking(properties, before), being(statuses), false);
  expect(deployment).toEqual({ ...NOTHING, ...expected });
  expect(isDone(deployment)).toBe(!Object.keys(expected).length);
});

test('what failed is told by its own errors, or that there are none', () => {
  const associations: SoftwareAssociations[] = [
    ...being({ X: 'INSTALLED' }),
    { SoftwareName: 'A', Status: 'FAILED_TO_INSTALL', DeploymentError: [{ ErrorCode: 'c', ErrorMessage: 'm' }, { ErrorMessage: 'n' }] },
    ...being({ B: 'FAILED_TO_UNINSTALL' }),
  ];
  expect(toDeployment(asking({ ...install('A'), ...uninstall('B') }), associations, true).failures).toEqual([
    'A is FAILED_TO_INSTALL: c: m; n', 'B is FAILED_TO_UNINSTALL: the service gives no reason',
  ]);
});

test.each<[string, Properties, Properties | undefined, boolean]>([
  ['to install', install('A'), undefined, true], ['to uninstall', uninstall('A'), undefined, true], ['to install before', {}, install('A'), true],
  ['to uninstall before', {}, uninstall('A'), true], ['not by empty lists', install(), uninstall(), false], ['not', {}, undefined, false],
])('software is asked for: %s', (_, properties, before, asked) => {
  expect(isSoftwareAsked(asking(properties, before))).toBe(asked);
});
