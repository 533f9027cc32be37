import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {scratchFolder} from '../../support/archives.js';
import {folderOf, run} from '../../support/plugins.js';

test('without plugins, the list says so', t => {
	t.deepEqual(run([], ['plugin', 'list']), {code: 0, output: '', errors: 'cryoscope: no plugins: there is no executable cryoscope-NAME on the PATH\n'});
	t.is(run(['/nowhere', 'relative', ''], ['plugin', 'list', '--format', 'json']).output, '[]\n');
});

test('plugins are listed by name and path; none is run for a description of it, nor for anything else', t => {
	const trace = path.join(scratchFolder(), 'trace');
	const folder = folderOf({'cryoscope-zeta': `touch ${trace}`, 'cryoscope-alpha': `touch ${trace}`, 'other-program': '', cryoscope: '', 'cryoscope-': ''});
	const {code, output, errors} = run([folder], ['plugin', 'list', '--format', 'json']);
	t.is(code, 0);
	t.is(errors, '');
	t.deepEqual(JSON.parse(output), ['alpha', 'zeta'].map(name => ({name, path: path.join(folder, `cryoscope-${name}`)})));
	t.regex(run([folder], ['plugin', 'list']).output, /^Name +Path *\nalpha +\S+cryoscope-alpha *\nzeta /);
	for (const argv of [['--help'], ['--version'], ['ps', '--help'], ['plugin'], ['missing.tar']]) {
		run([folder], argv);
	}

	t.false(fs.existsSync(trace));
});

test('a plugin has the arguments as they are, the streams and the exit code', t => {
	const folder = folderOf({'cryoscope-echo': 'for each; do echo "<$each>"; done; cat; echo complaint >&2; exit 42'});
	t.deepEqual(run([folder], ['echo', '--help', '--', '', 'two words', '-x', 'ps'], {input: 'from a pipe\n'}), {
		code: 42, output: '<--help>\n<-->\n<>\n<two words>\n<-x>\n<ps>\nfrom a pipe\n', errors: 'complaint\n',
	});
});

test('a plugin never takes the place of a command', t => {
	const folder = folderOf({'cryoscope-ps': 'echo plugin', 'cryoscope-crit': 'echo plugin', 'cryoscope-plugin': 'echo plugin', 'cryoscope-mine': 'echo plugin'});
	for (const argv of [['ps', '--help'], ['crit', 'show', '--help'], ['crit', 'other'], ['plugin', 'list'], ['plugin']]) {
		t.false(run([folder], argv).output.startsWith('plugin'), argv.join(' '));
	}

	t.deepEqual((JSON.parse(run([folder], ['plugin', 'list', '--format', 'json']).output) as Array<{name: string}>).map(({name}) => name), ['mine']);
});

test('what can\'t be run is no plugin', t => {
	const folder = folderOf({'cryoscope-plain': 'echo plugin'});
	fs.chmodSync(path.join(folder, 'cryoscope-plain'), 0o644);
	fs.mkdirSync(path.join(folder, 'cryoscope-folder'));
	fs.symlinkSync('nowhere', path.join(folder, 'cryoscope-link'));
	for (const name of ['plain', 'folder', 'link']) {
		const {code, output, errors} = run([folder], [name]);
		t.deepEqual({code, output, errors}, {code: 1, output: '', errors: `cryoscope: ${name}: no such file or directory\n`});
	}

	t.is(run([folder], ['plugin', 'list', '--format', 'json']).output, '[]\n');
});

test('the first on the PATH counts, of those that can be run', t => {
	const [first, second] = [folderOf({'cryoscope-hello': 'echo first', 'cryoscope-other': ''}), folderOf({'cryoscope-hello': 'echo second', 'cryoscope-other': 'echo other'})];
	fs.chmodSync(path.join(first, 'cryoscope-other'), 0o644);
	t.is(run([first, second], ['hello']).output, 'first\n');
	t.is(run([second, first], ['hello']).output, 'second\n');
	t.is(run([first, second], ['other']).output, 'other\n');
	t.deepEqual(JSON.parse(run([first, second], ['plugin', 'list', '--format', 'json']).output), [
		{name: 'hello', path: path.join(first, 'cryoscope-hello')},
		{name: 'other', path: path.join(second, 'cryoscope-other')},
	]);
});
