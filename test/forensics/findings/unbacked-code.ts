import test from 'ava';
import {unbackedCode} from '../../../source/forensics/findings/rules/unbacked-code.js';
import {foundBy, gathered} from '../../support/findings.js';
import {renamedFile} from '../../support/renamed-file.js';

test('the second mapping of the injected code, which can only be run, with the way to it', async t => {
	t.deepEqual(await foundBy(unbackedCode, 'fx-rwx'), ['notice 1 r-xp 7fe912444000-7fe912446000']);
	const {findings} = await gathered([unbackedCode], 'fx-rwx');
	t.is(findings[0]!.address, 0x7f_e9_12_44_40_00n);
});

test('code of files, of a memfd and of the kernel is none', async t => {
	for (const name of ['fx-memfd', 'fx-deleted', 'podman-zoo', 'px-vmas', 'px-i386']) {
		t.deepEqual(await foundBy(unbackedCode, name), []);
	}
});

test('a program that compiles as it runs has such memory of its own', async t => {
	t.deepEqual(await foundBy(unbackedCode, renamedFile('fx-rwx', '/bin/implant', '/usr/local/bin/node')), []);
});
