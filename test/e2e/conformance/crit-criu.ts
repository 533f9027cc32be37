import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {scratchFolder} from '../../support/archives.js';
import {expected, unpack} from '../../support/fixtures.js';
import {printed, program, shell} from '../../support/program.js';

const images = path.join(unpack('podman-zoo'), 'checkpoint');
const image = path.join(images, 'pipes-data.img');
const bytes = fs.readFileSync(image);

/** Ways to give a file to `cryoscope crit decode` and to take what it writes, `$1` and `$2`, in a shell. */
const ways = ['cat "$1" | cryoscope crit WHAT', 'cryoscope crit WHAT < "$1"', 'cryoscope crit WHAT -i "$1"'].flatMap(input => [`${input} | cat > "$2"`, `${input} > "$2"`, input.replace('WHAT', 'WHAT -o "$2"')]);

for (const way of ways) {
	test(`${way.replace('WHAT', 'decode')}, and encode, byte for byte`, t => {
		const [json, copy] = ['json', 'img'].map(name => path.join(scratchFolder(), name)) as [string, string];
		t.deepEqual(shell(way.replace('WHAT', 'decode'), [image, json]), {code: 0, output: '', errors: ''});
		t.deepEqual(JSON.parse(fs.readFileSync(json, 'utf8')), expected('podman-zoo', 'images/pipes-data.img.json'));
		t.deepEqual(shell(way.replace('WHAT', 'encode'), [json, copy]), {code: 0, output: '', errors: ''});
		t.deepEqual(fs.readFileSync(copy), bytes);
	});
}

test('decode of JSON, and encode of an image, is told in one line, and nothing is written', t => {
	const json = path.join(scratchFolder(), 'json');
	fs.writeFileSync(json, printed('crit', 'decode', '-i', image));
	for (const [what, file] of [['decode', json], ['encode', image]] as const) {
		const out = path.join(scratchFolder(), 'out');
		for (const options of [['-i', file], ['-i', file, '-o', out]]) {
			const {code, output, errors} = program(['crit', what, ...options]);
			t.deepEqual([code, output], [1, '']);
			t.regex(errors, /^cryoscope: [^\n]+\n$/);
		}

		const piped = program(['crit', what], {input: fs.readFileSync(file)});
		t.deepEqual([piped.code, piped.output], [1, '']);
		t.regex(piped.errors, /^cryoscope: standard input: [^\n]+\n$/);
		t.false(fs.existsSync(out));
	}
});

for (const name of ['core-1', 'fdinfo-2', 'fifo-data', 'files', 'ghost-file-1', 'ipcns-msg-11', 'ipcns-shm-11', 'tcp-stream-12301']) {
	test(`${name}.img comes back from its JSON, pretty, byte for byte`, t => {
		const folder = scratchFolder();
		const {code} = shell('cryoscope crit decode -o json --pretty < "$1" && cryoscope crit encode -i json > img && cmp "$1" img', [path.join(images, `${name}.img`)], {cwd: folder});
		t.is(code, 0);
	});
}

test('x ps', t => {
	t.regex(printed('crit', 'x', images, 'ps'), /^ {4}PID {3}PGID {4}SID {3}COMM\n {6}1 {6}1 {6}1 {3}python3\n {6}5 {6}1 {6}1 {7}python3\n/);
});

test('x fds, also of a checkpoint with a dead task', t => {
	t.regex(printed('crit', 'x', images, 'fds'), /^1\n\t {6}0: \/dev\/null\n(?:\t.*\n)*5\n\t {3}dead: only its core was dumped\n/m);
});

test('x mems, also of a checkpoint with a dead task', t => {
	t.regex(printed('crit', 'x', images, 'mems'), /^1\n\texe {37}\/usr\/bin\/python3\.14\n\t00400000-00422000 {19}r-- \/usr\/bin\/python3\.14\n/);
});

test('x rss, also of a checkpoint with a dead task', t => {
	t.regex(printed('crit', 'x', images, 'rss'), /^1\n\t422000 \/ 1 {14}00422000 \/ 1058 {5}\/usr\/bin\/python3\.14\n/);
});

test('--version', t => {
	t.is(printed('crit', '--version'), printed('--version'));
});
