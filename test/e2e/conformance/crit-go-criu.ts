import path from 'node:path';
import test from 'ava';
import {scratchFolder} from '../../support/archives.js';
import {unpack} from '../../support/fixtures.js';
import {printed, shell} from '../../support/program.js';

const images = path.join(unpack('podman-zoo'), 'checkpoint');

for (const name of ['inventory', 'ipcns-sem-11', 'memfd', 'mm-1', 'mountpoints-13', 'pagemap-1', 'pstree', 'sk-queues']) {
	test(`${name}.img comes back from its JSON by files, byte for byte`, t => {
		const {code} = shell('cryoscope crit decode --input "$1" --output json && cryoscope crit encode --input json --output img && cmp "$1" img', [path.join(images, `${name}.img`)], {cwd: scratchFolder()});
		t.is(code, 0);
	});
}

type Socket = Readonly<Record<'family' | 'type' | 'proto' | 'src_port', unknown>> & {readonly src_addr: readonly unknown[]};

/** The socket that UDP 127.0.0.1:5353 is in a JSON of files.img. */
function socketIn(json: string): Pick<Socket, 'family' | 'type' | 'proto' | 'src_addr'> {
	const {entries} = JSON.parse(json) as {entries: ReadonlyArray<{isk?: Socket}>};
	const {family, type, proto, src_addr} = entries.find(({isk}) => isk?.src_port === 5353)!.isk!;
	return {family, type, proto, src_addr};
}

const files = path.join(images, 'files.img');
const named = {family: 'INET', type: 'DGRAM', proto: 'UDP', src_addr: ['127.0.0.1']};

test('show has names for the numbers of a socket', t => {
	t.deepEqual(socketIn(printed('crit', 'show', files)), named);
});

test('decode --pretty has names for the numbers of a socket', t => {
	t.deepEqual(socketIn(printed('crit', 'decode', '-i', files, '--pretty')), named);
});

test('decode has the numbers of a socket', t => {
	t.deepEqual(socketIn(printed('crit', 'decode', '-i', files)), {family: 2, type: 2, proto: 17, src_addr: [16_777_343]});
});

test('show has names for the flags of a file', t => {
	t.regex(printed('crit', 'show', files), /"flags": "O_[A-Z_]+/);
});

test('show without payloads', t => {
	t.regex(printed('crit', 'show', '--nopl', path.join(images, 'pipes-data.img')), /"extra": "\.\.\. <22B>"/);
});

test('info counts entries, and no payload for one', t => {
	t.deepEqual(JSON.parse(printed('crit', 'info', path.join(images, 'pipes-data.img'))), {magic: 'PIPES_DATA', count: 1});
});

for (const [short, long] of [['fd', 'fds'], ['mem', 'mems']] as const) {
	test(`x ${short} is x ${long}`, t => {
		t.is(printed('crit', 'x', images, short), printed('crit', 'x', images, long));
	});
}

test('x sk', t => {
	t.regex(printed('crit', 'x', images, 'sk'), /^1\n\t {5}10: UDP 127\.0\.0\.1:5353\n\t {5}11: UDP6 \[::1\]:5354\n\t {5}12: TCP LISTEN 0\.0\.0\.0:8080\n/);
});
