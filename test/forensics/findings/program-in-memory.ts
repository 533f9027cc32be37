import test from 'ava';
import {programInMemory} from '../../../source/forensics/findings/rules/program-in-memory.js';
import {editedPages} from '../../support/edited-pages.js';
import {foundBy, gathered} from '../../support/findings.js';

test('an ELF header at the start of an injected page', async t => {
	t.deepEqual(await foundBy(programInMemory, 'fx-rwx'), ['danger 1 ELF header at 7fe912446000, in rwxp memory without a name']);
	const {findings} = await gathered([programInMemory], 'fx-rwx');
	t.is(findings[0]!.address, 0x7f_e9_12_44_60_00n);
});

test('four bytes that begin like a header are none', async t => {
	const folder = editedPages('px-vmas', 'PLANT-VMA-PAGE-', '\u007FELF\u0002\u0001\u0001-PAGE---');
	t.deepEqual(await foundBy(programInMemory, folder), []);
});
