import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {scratchFolder, tarBody, tarEnd, tarHeader, written} from '../../support/archives.js';
import {fixture, plainTar} from '../../support/fixtures.js';
import {printed, program} from '../../support/program.js';

const evil = JSON.stringify({id: 'evil', name: 'evil', rootfsImageName: 'evil', runtime: 'evil'});

/** A checkpoint with more members behind its own, in a folder of its own. */
function withMembers(...names: readonly string[]): string {
	const whole = fs.readFileSync(plainTar('podman-small'));
	const end = Math.ceil((whole.findLastIndex(byte => byte !== 0) + 1) / 512) * 512;
	return written(Buffer.concat([whole.subarray(0, end), ...names.flatMap(name => [tarHeader(name, {size: evil.length}), tarBody(evil)]), tarEnd]));
}

test('a member that leads out of the archive is written nowhere, and speaks for no other', t => {
	const outside = path.join(scratchFolder(), 'outside');
	const file = withMembers('../outside/config.dump', 'checkpoint/../../outside/config.dump', `${outside}/config.dump`);
	const cwd = path.join(scratchFolder(), 'below');
	fs.mkdirSync(cwd);
	for (const command of ['show', 'inspect']) {
		t.regex(program([command, file], {cwd}).output, /pv-small/);
	}

	t.deepEqual([fs.readdirSync(cwd), fs.readdirSync(path.dirname(cwd)), fs.existsSync(outside)], [[], ['below'], false]);
	t.deepEqual(fs.readdirSync(path.dirname(file)), ['made.tar']);
});

test('checkpoint/../config.dump does not take the place of config.dump', t => {
	t.regex(printed('show', withMembers('checkpoint/../config.dump')), /^pv-small +localhost\/lab:latest +b525e9e31797 +crun /m);
});

test('a second config.dump takes the place of the first, as it would where it is unpacked, and that is said', t => {
	const {code, output, errors} = program(['show', withMembers('config.dump')]);
	t.is(code, 1);
	t.regex(errors, /^cryoscope: [^\n]*made\.tar: config\.dump occurs more than once: the last one counts[^\n]*\n$/);
	t.regex(output, /^evil +evil +evil +evil /m);
});

for (const argv of [['ps'], ['inspect', '--all'], ['inspect', '--all', '--format', 'json'], ['args'], ['env'], ['crit', 'x'], ['memparse', '-s', 'evil']]) {
	test(`${argv.join(' ')}: what processes are called does nothing to a terminal`, t => {
		const output = printed(...argv, fixture('podman-zoo'), ...argv[0] === 'crit' ? ['ps'] : []);
		t.notRegex(output, /(?![\t\n])\p{Control}|\p{Bidi_Control}/u);
	});
}
