import test from 'ava';
import {panes, panesWith} from '../../source/explorer/panes/index.js';
import {findings, findingsBy} from '../../source/views/findings.js';
import {changes} from '../../source/views/saved-files.js';
import {ChangedCheckpoint} from '../support/changed-checkpoint.js';
import {fixture} from '../support/fixtures.js';
import {completeCheckpoint} from '../support/open-fixture.js';
import {draw, keys, recordServices, unframed} from '../support/screen.js';
import {withRules} from '../support/yara.js';

const {Component: Findings} = panes.container.find(({id}) => id === findings.name)!;
const {Component: Changes} = panes.container.find(({id}) => id === 'changes')!;
const {Component: Files} = panes.process.find(({id}) => id === 'files')!;

const place = {isFocused: true, process: undefined, width: 100, height: 16, revision: 0, target: undefined, frame: unframed};

test('Enter goes to the bytes of what is in memory', async t => {
	const checkpoint = await completeCheckpoint(fixture('fx-rwx'));
	const services = recordServices();
	const pane = draw(<Findings {...place} checkpoint={checkpoint} services={services}/>);
	await pane.until(lines => lines.some(line => line.startsWith('danger ')));
	await pane.press(keys.enter);
	t.deepEqual(services.visited, [{subject: 'process', pid: 1, tab: 'hex', address: 0x7f_e9_12_44_60_00n}]);
	pane.unmount();
	checkpoint.close();
});

test('a narrow screen has the evidence, however long rules and processes are called', async t => {
	const checkpoint = await completeCheckpoint(fixture('fx-rootkit'));
	await withRules('rule A_rule_with_a_long_name { strings: $a = "rootkit" condition: $a }', async rules => {
		const {Component: WithYara} = panesWith({findings: findingsBy([], rules), changes}).container.find(({id}) => id === findings.name)!;
		const pane = draw(<WithYara {...place} width={51} checkpoint={checkpoint} services={recordServices()}/>);
		await pane.until(lines => lines.some(line => line.includes('rootkit.sh') || line.includes('rootkit…')));
		t.regex(pane.lines().find(line => line.startsWith('Severity'))!, /^Severity Rule +PID Process +Evidence +›$/v);
		pane.unmount();
	});
	checkpoint.close();
});

test('Enter goes to the row of a changed file', async t => {
	const checkpoint = await completeCheckpoint(fixture('fx-rootkit'));
	const services = recordServices();
	const pane = draw(<Findings {...place} checkpoint={checkpoint} services={services}/>);
	await pane.until(lines => lines.some(line => line.startsWith('danger ')));
	await pane.press(keys.down, keys.enter);
	t.deepEqual(services.visited, [{subject: 'container', tab: 'changes'}]);
	pane.unmount();
	const changed = draw(<Changes {...place} checkpoint={checkpoint} services={services}/>);
	await changed.press('v');
	t.is(String(services.shown[0]!.fields[0]!.value), '/usr/bin/ls');
	changed.unmount();
	checkpoint.close();
});

test('Enter goes to the row of a descriptor', async t => {
	const changed = new ChangedCheckpoint('podman-zoo');
	changed.editJson('config.dump', config => {
		config.exposedPorts = {8080: ['tcp']};
	});
	const checkpoint = await completeCheckpoint(changed.folder);
	const services = recordServices();
	const pane = draw(<Findings {...place} checkpoint={checkpoint} services={services}/>);
	await pane.until(lines => lines.some(line => line.includes('unexpected-port')));
	await pane.press(keys.down, keys.enter);
	t.deepEqual(services.visited, [{subject: 'process', pid: 1, tab: 'files'}]);
	pane.unmount();
	const files = draw(<Files {...place} process={checkpoint.process(1)} checkpoint={checkpoint} services={services}/>);
	await files.press('v');
	t.regex(services.shown[0]!.fields.map(({value}) => String(value)).join('\n'), /^\[::\]:8081$/mv);
	files.unmount();
	checkpoint.close();
});

test('what YARA rules match is told too, and Enter goes to the bytes of a file', async t => {
	const checkpoint = await completeCheckpoint(fixture('podman-zoo'));
	const services = recordServices();
	await withRules('rule Note { strings: $a = "evidence" condition: $a }', async rules => {
		const {Component: WithYara} = panesWith({findings: findingsBy([], rules), changes}).container.find(({id}) => id === findings.name)!;
		const pane = draw(<WithYara {...place} checkpoint={checkpoint} services={services}/>);
		await pane.until(lines => lines.some(line => line.includes('Note ')));
		await pane.press(keys.down, keys.enter);
		const [{content, address} = {}] = services.visited;
		t.deepEqual([String(content?.content.name), address], ['/tmpfs/note.txt', 6n]);
		pane.unmount();
	});
	checkpoint.close();
});
