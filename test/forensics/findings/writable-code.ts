import test from 'ava';
import {writableCode} from '../../../source/forensics/findings/rules/writable-code.js';
import {foundBy, gathered} from '../../support/findings.js';
import {renamedFile} from '../../support/renamed-file.js';

test('injected code in a writable and executable mapping, with the way to it', async t => {
	t.deepEqual(await foundBy(writableCode, 'fx-rwx'), ['danger 1 rwxp 7fe912446000-7fe912456000']);
	const {findings} = await gathered([writableCode], 'fx-rwx');
	t.is(findings[0]!.address, 0x7f_e9_12_44_60_00n);
});

test('20,000 mappings of changing protection, none of them both', async t => {
	t.deepEqual(await foundBy(writableCode, 'px-vmas'), []);
});

test('a program that compiles as it runs has such memory of its own', async t => {
	t.deepEqual(await foundBy(writableCode, renamedFile('fx-rwx', '/bin/implant', '/usr/local/bin/node')), ['notice 1 rwxp 7fe912446000-7fe912456000 in node']);
});
