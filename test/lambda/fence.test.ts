import { abandoned, holds, isSettled, Standing } from '../../lambda/fence';

const startedAt = new Date('2026-01-01T12:00:00Z');
const at = (seconds: number) => new Date(startedAt.getTime() + seconds * 1000);
const record = (status: string, changed: Date, id = 'ours') => ({ id, status, changed });

describe('a request is wanted', () => {
  test.each<['Create' | 'Update' | 'Delete', Standing, boolean]>([
    ['Create', { stackStatus: 'CREATE_IN_PROGRESS' }, true],
    ['Create', { stackStatus: 'UPDATE_IN_PROGRESS' }, true],
    ['Create', { stackStatus: 'CREATE_IN_PROGRESS', record: record('CREATE_IN_PROGRESS', at(0)) }, true],
    // An emulator lists the old record unchanged, or calls a new resource updated: the status says nothing.
    ['Create', { stackStatus: 'UPDATE_IN_PROGRESS', record: record('UPDATE_IN_PROGRESS', at(59)) }, true],
    ['Create', { stackStatus: 'UPDATE_IN_PROGRESS', record: record('UPDATE_COMPLETE', at(-3600)) }, true],
    ['Create', { stackStatus: 'UPDATE_IN_PROGRESS', record: record('CREATE_IN_PROGRESS', at(61)) }, false],
    // Somebody else has been answered.
    ['Create', { stackStatus: 'UPDATE_IN_PROGRESS', record: record('CREATE_FAILED', at(3)) }, false],
    // The very moment still counts as ours.
    ['Create', { stackStatus: 'UPDATE_IN_PROGRESS', record: record('CREATE_FAILED', at(2)) }, true],
    ['Create', { stackStatus: 'UPDATE_IN_PROGRESS', record: record('CREATE_IN_PROGRESS', at(60)) }, true],
    ['Create', { stackStatus: 'CREATE_IN_PROGRESS', record: { id: 'ours', changed: at(1) } }, true],
    ['Create', { stackStatus: 'ROLLBACK_IN_PROGRESS' }, false],
    ['Create', { stackStatus: 'CREATE_FAILED' }, false],
    ['Create', { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS' }, false],
    ['Create', { stackStatus: 'DELETE_IN_PROGRESS' }, false],
    ['Create', { stackStatus: 'DELETE_COMPLETE' }, false],
    ['Create', {}, false],
    ['Update', { stackStatus: 'UPDATE_IN_PROGRESS', record: record('UPDATE_IN_PROGRESS', at(1)) }, true],
    ['Update', { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS', record: record('UPDATE_IN_PROGRESS', at(1)) }, true],
    ['Update', { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS', record: record('UPDATE_IN_PROGRESS', at(61)) }, false],
    ['Update', { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS', record: record('UPDATE_FAILED', at(7)) }, false],
    ['Update', { stackStatus: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' }, false],
    // Its own operation was given up, and the stack is at the next one: the status alone, or with no record, would let it go on.
    ['Create', { stackStatus: 'UPDATE_IN_PROGRESS', operationBegan: at(61) }, false],
    ['Create', { stackStatus: 'UPDATE_IN_PROGRESS', operationBegan: at(60) }, true],
    ['Update', { stackStatus: 'UPDATE_IN_PROGRESS', operationBegan: at(3600) }, false],
    ['Update', { stackStatus: 'UPDATE_IN_PROGRESS', operationBegan: at(-3600) }, true],
    ['Delete', { stackStatus: 'UPDATE_IN_PROGRESS', operationBegan: at(3600) }, true],
    ['Update', { stackStatus: 'CREATE_IN_PROGRESS' }, false],
    ['Update', {}, false],
    ['Delete', { stackStatus: 'DELETE_IN_PROGRESS', record: record('DELETE_IN_PROGRESS', at(600)) }, true],
    ['Delete', { stackStatus: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', record: record('UPDATE_COMPLETE', at(600), 'another') }, true],
    ['Delete', { stackStatus: 'UPDATE_COMPLETE', record: record('UPDATE_COMPLETE', at(600)) }, false],
    ['Delete', { stackStatus: 'UPDATE_COMPLETE', record: record('UPDATE_COMPLETE', at(-600)) }, true],
    ['Delete', { stackStatus: 'UPDATE_COMPLETE', record: { id: 'ours', changed: at(600) } }, false],
    ['Delete', {}, true],
  ])('%s, %j: %s', (request, standing, wanted) => {
    expect(abandoned({ request, id: 'ours', startedAt }, standing) === undefined).toBe(wanted);
  });
});

test.each<['Create' | 'Delete', Standing, string]>([
  ['Create', {}, 'the stack does not exist any more'],
  ['Create', { stackStatus: 'ROLLBACK_IN_PROGRESS' }, 'the stack is ROLLBACK_IN_PROGRESS'],
  ['Create', { stackStatus: 'UPDATE_IN_PROGRESS', record: record('UPDATE_COMPLETE', at(600)) }, 'a newer request has come (UPDATE_COMPLETE)'],
  ['Create', { stackStatus: 'UPDATE_IN_PROGRESS', operationBegan: at(600) }, 'the stack has begun another operation'],
  ['Delete', { stackStatus: 'UPDATE_COMPLETE', record: record('UPDATE_COMPLETE', at(600)) }, 'the stack holds the resource again (UPDATE_COMPLETE)'],
])('%s is told why it is not wanted, %j: %s', (request, standing, why) => {
  expect(abandoned({ request, id: 'ours', startedAt }, standing)).toBe(why);
});

test.each<[Standing, boolean]>([
  [{ stackStatus: 'UPDATE_COMPLETE' }, true], [{ stackStatus: 'ROLLBACK_FAILED' }, true], [{}, true],
  [{ stackStatus: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' }, false], [{ stackStatus: 'ROLLBACK_IN_PROGRESS' }, false],
])('settled, %j: %s', (standing, settled) => {
  expect(isSettled(standing)).toBe(settled);
});

test.each<[Standing, boolean]>([
  [{ record: record('CREATE_COMPLETE', at(0)) }, true], [{ record: record('DELETE_FAILED', at(0)) }, true],
  [{ record: record('DELETE_COMPLETE', at(0)) }, false], [{ record: record('UPDATE_COMPLETE', at(0), 'another') }, false], [{}, false],
])('held, %j: %s', (standing, held) => {
  expect(holds(standing, 'ours')).toBe(held);
});
