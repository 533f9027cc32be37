import test from 'ava';
import {scratchFolder} from '../../support/archives.js';
import {printed, program} from '../../support/program.js';
import {launch} from '../../support/pty.js';

test('without arguments, in a terminal: the checkpoints of this node instead of the help, and exit code 0', async t => {
	const folder = scratchFolder();
	const session = launch(t, [], {cwd: folder, env: {HOME: folder, XDG_DATA_HOME: undefined}});
	await session.waitFor('on this node');
	session.send('q');
	t.is((await session.exited).exitCode, 0);
	t.regex(printed('--help'), /^Usage\n {2}\$ cryoscope FILE /);
});

test('an unknown option is named as it was typed, with exit code 2, by which it is told from a bad file', t => {
	for (const option of ['--wrong-parameter', '--wrong-parameter=1', '--wrongParameter', '-w']) {
		t.deepEqual(program([option]), {code: 2, output: '', errors: `cryoscope: unknown option '${option.split('=', 1)[0]!}'; see cryoscope --help\n`});
	}
});
