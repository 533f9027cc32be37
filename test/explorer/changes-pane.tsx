import test from 'ava';
import {panesWith} from '../../source/explorer/panes/index.js';
import {RootFolder} from '../../source/forensics/root-folder.js';
import {findings} from '../../source/views/findings.js';
import {changes, changesAgainst} from '../../source/views/saved-files.js';
import {scratchFolder} from '../support/archives.js';
import {fixture} from '../support/fixtures.js';
import {completeCheckpoint} from '../support/open-fixture.js';
import {draw, recordServices, unframed} from '../support/screen.js';

const place = {isFocused: true, process: undefined, width: 100, height: 16, revision: 0, target: undefined, frame: unframed};

test('what the container has changed is told against the root file system that was given', async t => {
	const checkpoint = await completeCheckpoint(fixture('podman-small'));
	for (const [view, change] of [[changes, 'written'], [changesAgainst(new RootFolder(scratchFolder())), 'added']] as const) {
		const {Component: Changes} = panesWith({findings, changes: view}).container.find(({id}) => id === 'changes')!;
		const pane = draw(<Changes {...place} checkpoint={checkpoint} services={recordServices()}/>);
		await pane.until(lines => lines.some(line => line.startsWith('/var/log/small.log')));
		t.regex(pane.lines().find(line => line.startsWith('/var/log/small.log'))!, new RegExp(` ${change} `, 'v'));
		pane.unmount();
	}

	checkpoint.close();
});
