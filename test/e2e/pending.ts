import test from 'ava';
import {launch, type Session} from '../support/pty.js';
import {stalledArchive} from '../support/stalled-archive.js';

const sentence = /^The archive is being decompressed: what this pane shows has not arrived yet\. [█░]+ \d+ %/v;

/** The first lines inside the frame that is between two columns of the screen, as one. */
function pane(screen: string, start: number, end: number): string {
	return screen.split('\n').slice(2, 8).map(line => line.slice(start, end).trim()).join(' ');
}

const tree = (screen: string) => pane(screen, 1, 26);
const main = (screen: string) => pane(screen, 28, 79);

async function quit(session: Session): Promise<readonly [exitCode: number, isAlternateScreen: boolean]> {
	session.send('q');
	return [(await session.exited).exitCode, session.isAlternateScreen];
}

test('until the process tree has arrived, every pane says so in the same words, and the container is told of', async t => {
	const session = launch(t, [stalledArchive('podman-zoo', 'checkpoint/pstree.img')]);
	const screen = await session.waitFor(text => /Engine +Podman/v.test(text) && sentence.test(main(text)) && sentence.test(tree(text)));
	t.regex(screen, / cryoscope zoo · ~2026-11-21T01:22:31Z +decompressing \d+ % · read-only/v);
	for (const [key, tab] of [['2', '2 Args'], ['8', '8 Hex']] as const) {
		session.send(key);
		await session.waitFor(text => text.includes(tab) && sentence.test(main(text)));
	}

	t.deepEqual(await quit(session), [0, false]);
});

test('what has arrived can be looked at while the rest is decompressed', async t => {
	const session = launch(t, [stalledArchive('podman-zoo', 'checkpoint/seccomp.img')]);
	await session.waitFor(/Command line +python3 -W ignore \/lab\/zoo\.py.*Seccomp +has not arrived yet/s);
	session.send('8g7f2f986c5000\r');
	await session.waitFor(/decompressing \d+ %.*7f2f986c5070/sv);
	t.deepEqual(await quit(session), [0, false]);
});
