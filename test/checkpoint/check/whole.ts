import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {dumpNames, fixture, fixtureFiles, temporaryFolder, unpack} from '../../support/fixtures.js';
import {findingsIn, lineOf, type Told} from '../../support/check.js';

const broken = (findings: readonly Told[]) => findings.filter(({severity}) => severity === 'broken').map(finding => lineOf(finding));
const whole = fixtureFiles.filter(name => !/^(?:raw-lazy|raw-failed-dump|fx-popen)\./v.test(name));

for (const name of whole) {
	test(`${name} is whole`, async t => {
		t.deepEqual((await findingsIn(fixture(name))).filter(({severity}) => severity !== 'needs'), []);
	});
}

for (const name of dumpNames.filter(dump => dump !== 'raw-lazy')) {
	test(`${name} is whole when it is unpacked`, async t => {
		t.deepEqual(broken(await findingsIn(unpack(name))), []);
	});
}

test('a dump that failed is no checkpoint', async t => {
	const [finding, ...others] = await findingsIn(fixture('raw-failed-dump'));
	t.like(finding, {severity: 'broken', check: 'dump-kind', file: fixture('raw-failed-dump')});
	t.regex(finding!.text, /^the dump failed half way: 4 images/);
	t.deepEqual(others, []);
});

test('a lazy dump has left its memory behind', async t => {
	t.deepEqual(broken(await findingsIn(fixture('raw-lazy'))).sort(), ['7938', '7940'].map(pid => `broken raw-lazy/pagemap-${pid}.img: 1095 pages of memory are left on the source host (criu dump --lazy-pages)`));
});

test('a pre-dump can be restored only with what builds on it', async t => {
	t.deepEqual(broken(await findingsIn(path.join(unpack('raw-chain'), 'pre-dump'))), ['broken inventory.img: of a pre-dump, which has memory only: restore needs a dump that builds on it']);
});

test('an incremental dump is whole beside the one that it builds on, and not without it', async t => {
	t.deepEqual(broken(await findingsIn(path.join(unpack('raw-chain'), 'dump'))), []);
	const alone = path.join(temporaryFolder(), 'dump');
	fs.cpSync(path.join(unpack('raw-chain'), 'dump'), alone, {recursive: true, verbatimSymlinks: true});
	t.deepEqual(broken(await findingsIn(alone)), ['broken parent: leads to ../pre-dump, which is not here: 2452 pages of memory are missing']);
});
