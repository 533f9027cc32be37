import test from 'ava';
import {unexpectedPort} from '../../../source/forensics/findings/rules/unexpected-port.js';
import {ChangedCheckpoint} from '../../support/changed-checkpoint.js';
import {foundBy, gathered} from '../../support/findings.js';

test('without a word about ports nothing is said', async t => {
	t.deepEqual(await foundBy(unexpectedPort, 'podman-zoo'), []);
	t.deepEqual(await foundBy(unexpectedPort, 'checkpoint-shop'), []);
});

test('a port that Podman does not publish, once for all who share it; none of the loopback', async t => {
	const changed = new ChangedCheckpoint('podman-zoo');
	changed.editJson('config.dump', config => {
		config.newPortMappings = [{host_ip: '', container_port: 8080, host_port: 80, range: 1, protocol: 'tcp'}];
	});
	t.deepEqual(await foundBy(unexpectedPort, changed.folder), ['notice 1 TCP6 [::]:8081']);
	const {findings} = await gathered([unexpectedPort], changed.folder);
	t.is(typeof findings[0]!.fd, 'number');
});

test('exposed ports and ranges are expected', async t => {
	const changed = new ChangedCheckpoint('podman-zoo');
	changed.editJson('config.dump', config => {
		config.newPortMappings = [{container_port: 8000, range: 81, protocol: 'tcp'}];
		config.exposedPorts = {8081: ['udp', 'tcp']};
	});
	t.deepEqual(await foundBy(unexpectedPort, changed.folder), []);
});

test('the ports of a pod\'s specification', async t => {
	const withPort = (port: number) => {
		const changed = new ChangedCheckpoint('checkpoint-shop');
		changed.editJson('status.dump', status => {
			Object.assign(status.annotations as object, {'io.kubernetes.container.ports': JSON.stringify([{name: 'http', containerPort: port, protocol: 'TCP'}])});
		});
		return changed.folder;
	};

	t.deepEqual(await foundBy(unexpectedPort, withPort(18_080)), []);
	t.deepEqual(await foundBy(unexpectedPort, withPort(80)), ['notice 1 TCP 0.0.0.0:18080']);
});
