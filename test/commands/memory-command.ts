import test from 'ava';
import {memoryCommand} from '../../source/commands/memory-command.js';
import {listed} from '../../source/views/rows.js';
import type {MemoryView} from '../../source/views/view.js';
import {runOf} from '../support/command.js';
import {fixture} from '../support/fixtures.js';

/** Finds each process's pid; those above 10 have nothing but a note. */
const view: MemoryView<number> = {
	name: 'pids', title: 'Pids', summary: 'Pids.', columns: [{name: 'found', title: 'Found', type: 'number', value: row => row}],
	async * look({pid}) {
		yield {passed: 0, total: 0};
		return pid > 10 ? {rows: listed([]), notes: ['A note.'], problems: []} : {rows: listed([pid]), notes: [], problems: ['A problem.']};
	},
};

test('what is found is told process by process, what is the same of many once, and what could not be looked at costs the exit code', async t => {
	const {code, output, errors} = await runOf(memoryCommand(view, {options: '', what: 'an example'}), ['--format', 'csv', fixture('podman-bash')]);
	t.is(output, 'pid,process,found\n1,bash,1\n8,su,8\n10,bash,10\n');
	t.is(errors, [
		'cryoscope: pid 1: A problem.\n',
		'cryoscope: pid 8: A problem.\n',
		'cryoscope: pid 10: A problem.\n',
		'cryoscope: pids 12, 14: A note.\n',
		'cryoscope: looked through memory: something in 1 bash, 8 su, 10 bash; nothing in 12 loop.sh, 14 sleep\n',
	].join(''));
	t.is(code, 1);
});
