import test from 'ava';
import {Text} from 'ink';
import type {Archive} from '../../source/archive/archive.js';
import {useProgress} from '../../source/explorer/use-progress.js';
import {arriving} from '../support/arriving-archive.js';
import {plainTar} from '../support/fixtures.js';
import {draw} from '../support/screen.js';

/** Draws what listens to the archive; `revisions` are what it was drawn with, `onDraw` happens in each drawing. */
function listen(archive: Archive, onDraw?: () => void) {
	const revisions: number[] = [];
	function Listener() {
		const revision = useProgress(archive);
		revisions.push(revision);
		onDraw?.();
		return <Text>{revision}</Text>;
	}

	return {...draw(<Listener/>), revisions};
}

test('of an archive that is complete from the start there is nothing to draw again', async t => {
	const archive = await arriving(plainTar('podman-small'));
	archive.come(undefined);
	const {press, unmount, revisions} = listen(archive);
	await press();
	t.deepEqual(revisions, [0]);
	unmount();
});

test('an archive that is completed while it is drawn is drawn once more', async t => {
	const archive = await arriving(plainTar('podman-small'));
	const {until, press, unmount, revisions} = listen(archive, () => {
		archive.come(undefined);
	});
	await until(([line]) => line === '1');
	await press();
	t.deepEqual(revisions, [0, 1]);
	unmount();
});

test('more of the archive is drawn when it comes', async t => {
	const archive = await arriving(plainTar('podman-small'));
	const {until, press, unmount, revisions} = listen(archive);
	await until(([line]) => line === '0');
	await press();
	archive.come('config.dump');
	await until(([line]) => line === '1');
	archive.come(undefined);
	await until(([line]) => line === '2');
	t.deepEqual(revisions, [0, 1, 2]);
	unmount();
});
