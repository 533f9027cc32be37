import {spawnSync} from 'node:child_process';
import test from 'ava';
import {unpack} from '../../support/fixtures.js';
import {fileIn} from '../../support/memory.js';
import {programFile} from '../../support/pty.js';

function crit(args: readonly string[], input?: Uint8Array | string) {
	return spawnSync(process.execPath, [programFile, 'crit', ...args], {input, maxBuffer: 1e9});
}

const image = (name: string) => fileIn(unpack('podman-zoo'), name);

test('wrong usage is one line and exit code 2, what is no image one line and 1', t => {
	const cases: ReadonlyArray<readonly [readonly string[], number, RegExp]> = [
		[[], 2, /^cryoscope: crit what\? crit decode, .*\n$/],
		[['recode'], 2, /^cryoscope: crit what\?/],
		[['x', 'dir', 'everything'], 2, /^cryoscope: crit x shows ps, .*\n$/],
		[['show'], 2, /^cryoscope: crit show takes FILE/],
		[['show', image('pages-1.img')], 1, /^cryoscope: .*pages-1\.img: .*\n$/],
		[['decode', '-i', '/no/such/file'], 1, /^cryoscope: .*\n$/],
	];
	for (const [args, status, message] of cases) {
		const ran = crit(args, '');
		t.is(ran.status, status, args.join(' '));
		t.is(ran.stdout.length, 0);
		t.regex(ran.stderr.toString(), message);
	}
});
