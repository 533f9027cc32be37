import test from 'ava';
import {rules} from '../../../source/forensics/findings/rules.js';
import {dumpNames} from '../../support/fixtures.js';
import {gathered} from '../../support/findings.js';

const twoNames = ['set-id-file', 'set-id-file'];

/** Which rules have something to say of which checkpoint, once for each time; nothing of all others. */
const table: Readonly<Record<string, readonly string[]>> = {
	'checkpoint-ledger': twoNames,
	'fx-deleted': ['odd-program', 'false-name'],
	'fx-memfd': ['odd-program', 'kernel-name'],
	'fx-rootkit': ['odd-program', 'system-program', 'system-program', 'set-id-file', 'hidden-file', 'hidden-file', 'authorized-keys', 'start-file', 'account', 'hidden-file'],
	'fx-rwx': ['program-in-memory', 'writable-code', 'unbacked-code'],
	'fx-title': ['kernel-name'],
	'podman-bash': ['system-program'],
	'podman-longname-unicode': twoNames,
	'podman-small': twoNames,
	'podman-volume': twoNames,
	'podman-zoo': ['account', 'system-program', 'capabilities'],
	'raw-lazy': ['odd-program'],
};

for (const name of dumpNames) {
	test(`${name}: what is planted, and nothing else`, async t => {
		const {findings, problems} = await gathered(rules, name);
		t.deepEqual(findings.map(({rule}) => rule), [...table[name] ?? []]);
		t.deepEqual(problems, []);
	});
}

test('nothing at all is wrong with what is harmless', t => {
	for (const name of ['podman-loop', 'px-tree', 'px-threads', 'checkpoint-shop']) {
		t.true(dumpNames.includes(name));
		t.is(table[name], undefined);
	}
});
