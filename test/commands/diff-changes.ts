import {createHash} from 'node:crypto';
import fs from 'node:fs';
import test from 'ava';
import {Untrusted} from '../../source/text/untrusted.js';
import {ChangedCheckpoint} from '../support/changed-checkpoint.js';
import {run} from '../support/command.js';
import {changesIn, type DiffDocument} from '../support/diff-changes.js';
import {editEntries, editMessages} from '../support/edit-image.js';

type Case = {
	/** Without it, podman-small. */
	readonly fixture?: string;
	readonly options?: readonly string[];
	change(copy: ChangedCheckpoint): unknown;
	readonly expected: readonly string[];
	/** What is said when the changed checkpoint is the earlier one. */
	readonly reversed?: readonly string[];
};

const text = (value: string) => Untrusted.from(value);
const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');
const heap = '0x55a7863ec000';

const cases: Readonly<Record<string, Case>> = {
	'another name of a process': {
		change({image}) {
			editMessages(image('core-10.img'), 'core_entry', ({tc}) => {
				tc!.comm = text('kworker/0:0');
			});
		},
		expected: ['~ process 10 kworker/0:0: command sleep -> kworker/0:0'],
	},
	'a process that was stopped': {
		change({image}) {
			editMessages(image('core-10.img'), 'core_entry', ({tc}) => {
				tc!.task_state = 3;
			});
		},
		expected: ['~ process 10 sleep: state alive -> stopped'],
	},
	'a process that died': {
		options: ['--sockets'],
		change({image}) {
			editMessages(image('core-11.img'), 'core_entry', ({tc}) => {
				tc!.task_state = 2;
				tc!.exit_code = 9;
			});
		},
		expected: ['~ process 11 sleep: state alive -> dead', '~ process 11 sleep: exit_code null -> 0', '~ process 11 sleep: exit_signal null -> SIGKILL'],
	},
	'another parent': {
		change({image}) {
			editMessages(image('pstree.img'), 'pstree_entry', entry => {
				entry.ppid = entry.pid === 11 ? 10 : entry.ppid;
			});
		},
		expected: ['~ process 11 sleep: ppid 1 -> 10'],
	},
	'a process that is gone': {
		options: ['--sockets'],
		change({image}) {
			editEntries(image('pstree.img'), entries => entries.filter(entry => entry.type !== 'pstree_entry' || entry.message.pid !== 11));
		},
		expected: ['- process 11 sleep'],
		reversed: ['+ process 11 sleep'],
	},
	'a variable of the environment': {
		change: async copy => copy.overwrite(10, 'SECRET=PLANT-ENV-small', 'SECRET=plant-env-large'),
		expected: ['~ process 10 sleep: environment SECRET PLANT-ENV-small -> plant-env-large'],
	},
	'the name of a variable': {
		change: async copy => copy.overwrite(10, 'SECRET=PLANT-ENV-small', 'TERCES=PLANT-ENV-small'),
		expected: ['~ process 10 sleep: environment +TERCES=PLANT-ENV-small', '~ process 10 sleep: environment -SECRET=PLANT-ENV-small'],
	},
	'an argument': {
		change: async copy => copy.overwrite(10, 'child with spaces\0', 'child with\0spaces\0'),
		expected: ['~ process 10 sleep: cmdline child with spaces\u00001000000\u0000 -> child with\u0000spaces\u00001000000\u0000'],
	},
	'credentials': {
		change({image}) {
			editMessages(image('core-10.img'), 'core_entry', ({thread_core: own}) => {
				own!.creds!.euid = 1000;
				own!.creds!.cap_eff[0]! |= 1 << 21;
				own!.creds!.no_new_privs = 1;
			});
		},
		expected: [
			'~ process 10 sleep: euid 0 -> 1000',
			'~ process 10 sleep: cap_effective 0x800405fb -> 0x802405fb',
			'~ process 10 sleep: no_new_privileges false -> true',
		],
	},
	'a descriptor that was closed': {
		change({image}) {
			editEntries(image('fdinfo-3.img'), entries => entries.filter(entry => entry.type !== 'fdinfo_entry' || entry.message.fd !== 5));
		},
		expected: ['- file 10 REG 5 /var/log/small.log'],
		reversed: ['+ file 10 REG 5 /var/log/small.log'],
	},
	'a descriptor of another file': {
		change({image}) {
			editMessages(image('files.img'), 'file_entry', ({reg}) => {
				if (reg?.name.equals('/var/log/small.log')) {
					reg.name = text('/etc/shadow');
				}
			});
		},
		expected: [1, 10, 11].map(pid => `~ file ${pid} REG 5 /etc/shadow: was file ${pid} REG 5 /var/log/small.log`),
	},
	'flags and position of a descriptor': {
		change({image}) {
			editMessages(image('files.img'), 'file_entry', ({reg}) => {
				if (!reg?.name.equals('/app/small.sh')) {
					return;
				}

				reg.pos = 0x20_0000_0000_0001n;
				reg.flags |= 0o2000;
			});
			editMessages(image('fdinfo-2.img'), 'fdinfo_entry', entry => {
				entry.flags = entry.fd === 5 ? 1 : entry.flags;
			});
		},
		expected: [
			'~ file 1 REG 5 /var/log/small.log: close_on_exec false -> true',
			'~ file 1 REG 255 /app/small.sh: flags O_RDONLY|O_LARGEFILE -> O_RDONLY|O_APPEND|O_LARGEFILE',
			'~ file 1 REG 255 /app/small.sh: position 637 -> 9007199254740993',
		],
	},
	'the state of a socket': {
		fixture: 'podman-zoo',
		options: ['--sockets'],
		change({image}) {
			editMessages(image('files.img'), 'file_entry', ({isk}) => {
				if (isk?.ino === 74_494) {
					isk.state = 7;
				}
			});
		},
		expected: [1, 6].map(pid => `~ socket ${pid} 12 TCP 0.0.0.0:8080: state LISTEN -> CLOSE`),
	},
	'another socket at the same address': {
		fixture: 'podman-zoo',
		options: ['--sockets'],
		change({image}) {
			editMessages(image('files.img'), 'file_entry', ({isk}) => {
				if (isk?.ino === 74_493) {
					isk.ino = 99_999;
				}
			});
		},
		expected: [1, 6].map(pid => `~ socket ${pid} 11 UDP6 [::1]:5354: was socket ${pid} 11 UDP6 [::1]:5354`),
	},
	'one of two sockets that checkpointctl can\'t tell apart': {
		fixture: 'podman-zoo',
		options: ['--sockets', '--pid', '1'],
		change({image}) {
			editEntries(image('fdinfo-2.img'), entries => entries.filter(entry => entry.type !== 'fdinfo_entry' || entry.message.fd !== 21));
		},
		expected: ['- socket 1 21 NETLINK ROUTE port 1'],
	},
	'a mapping that can be executed now': {
		change({image}) {
			editMessages(image('mm-10.img'), 'mm_entry', ({vmas}) => {
				vmas.find(({start}) => start === BigInt(heap))!.prot = 7;
			});
		},
		expected: [`~ mapping 10 ${heap}-0x55a78640d000 rwxp [heap]: protection rw-p -> rwxp`],
	},
	'a heap that grew': {
		change({image}) {
			editMessages(image('mm-10.img'), 'mm_entry', ({vmas}) => {
				vmas.find(({start}) => start === BigInt(heap))!.end += 0x2000n;
			});
		},
		expected: [`~ mapping 10 ${heap}-0x55a78640f000 rw-p [heap]: end 0x55a78640d000 -> 0x55a78640f000`, `~ mapping 10 ${heap}-0x55a78640f000 rw-p [heap]: size 135168 -> 143360`],
	},
	'a mapping that is gone': {
		change({image}) {
			editMessages(image('mm-10.img'), 'mm_entry', mm => {
				mm.vmas = mm.vmas.filter(({start}) => start !== BigInt(heap));
			});
		},
		expected: [`- mapping 10 ${heap}-0x55a78640d000 rw-p [heap]`],
		reversed: [`+ mapping 10 ${heap}-0x55a78640d000 rw-p [heap]`],
	},
	'a mapping of which a part was protected': {
		change({image}) {
			editMessages(image('mm-10.img'), 'mm_entry', mm => {
				mm.vmas = mm.vmas.flatMap(vma => vma.start === BigInt(heap) ? [{...vma, end: vma.start + 0x1000n, prot: 1}, {...vma, start: vma.start + 0x1000n}] : [vma]);
			});
		},
		expected: [
			`~ mapping 10 ${heap}-0x55a7863ed000 r--p [heap]: end 0x55a78640d000 -> 0x55a7863ed000`,
			`~ mapping 10 ${heap}-0x55a7863ed000 r--p [heap]: size 135168 -> 4096`,
			`~ mapping 10 ${heap}-0x55a7863ed000 r--p [heap]: protection rw-p -> r--p`,
			`~ mapping 10 0x55a7863ed000-0x55a78640d000 rw-p [heap]: start ${heap} -> 0x55a7863ed000`,
			'~ mapping 10 0x55a7863ed000-0x55a78640d000 rw-p [heap]: size 135168 -> 131072',
		],
		reversed: [
			`~ mapping 10 ${heap}-0x55a78640d000 rw-p [heap]: start 0x55a7863ed000 -> ${heap}`,
			`~ mapping 10 ${heap}-0x55a78640d000 rw-p [heap]: size 131072 -> 135168`,
		],
	},
	'options of a mount, and one that is gone': {
		change({image}) {
			editEntries(image('mountpoints-13.img'), entries => entries.filter(entry => entry.type !== 'mnt_entry' || !entry.message.mountpoint.equals('/proc/irq')));
			editMessages(image('mountpoints-13.img'), 'mnt_entry', entry => {
				if (entry.mountpoint.equals('/app')) {
					entry.flags &= ~1;
				}
			});
		},
		expected: ['- mount /proc/irq proc[/irq]', '~ mount /app /share/app: options ro,relatime,discard,resv_strict,resuid=65534,resgid=65534 -> rw,relatime,discard,resv_strict,resuid=65534,resgid=65534', '~ mount /app /share/app: writable false -> true'],
	},
	'the content of a file in the root file system, of the same size': {
		change(copy) {
			copy.editInTar('rootfs-diff.tar', 'opt/dir/hard', (_, content) => {
				content.write('planted');
			});
		},
		// The second name of the file has the same content.
		expected: ['/opt/dir/hard file', '/opt/new.txt hard-link'].map(name => `~ path ${name}: sha256 ${sha256('PLANT-ADDED\n')} -> ${sha256('plantedDDED\n')}`),
	},
	'mode and owner of a file in the root file system': {
		change(copy) {
			copy.editInTar('rootfs-diff.tar', 'etc/issue', header => {
				header.write('0104755\0', 100);
				header.write('0001750\0', 108);
			});
		},
		expected: ['~ path /etc/issue file: mode 0644 -> 4755', '~ path /etc/issue file: uid 0 -> 1000'],
	},
	'a file that was added to the root file system': {
		change(copy) {
			copy.addToTar('rootfs-diff.tar', 'usr/bin/backdoor', 'content');
		},
		expected: ['+ path /usr/bin/backdoor file'],
		reversed: ['- path /usr/bin/backdoor file'],
	},
	'a file that was added to /dev/shm': {
		change(copy) {
			copy.addToTar('devshm-checkpoint.tar', '.x', 'content');
		},
		expected: ['+ path /dev/shm/.x file'],
	},
	'files that were deleted': {
		change({file}) {
			fs.writeFileSync(file('deleted.files'), '["/etc/debian_version", "/etc/issue", "/etc/motd"]');
		},
		expected: ['+ path /etc/issue deleted', '+ path /etc/motd deleted'],
		reversed: ['- path /etc/issue deleted', '- path /etc/motd deleted'],
	},
	'annotation, image, configured environment and statistics': {
		change(copy) {
			copy.editJson('spec.dump', spec => {
				(spec.annotations as Record<string, string>)['planted/key'] = 'value';
				(spec.process as {env: string[]}).env.push('ADDED=1');
			});
			copy.editJson('config.dump', config => {
				config.rootfsImageName = 'localhost/other:latest';
			});
			editMessages(copy.file('stats-dump'), 'stats_entry', ({dump}) => {
				dump!.frozen_time = 1_000_000;
			});
		},
		expected: ['+ annotations planted/key value', '+ environment ADDED 1', '~ container image localhost/other:latest: value localhost/lab:latest -> localhost/other:latest', '~ statistics frozen_time 1000000: value 383023 -> 1000000'],
	},
};

// Of the files that are written anew, sizes and times are others too.
const ofFiles = /^~ (?:sizes|times) /v;

async function changes(a: string, b: string, options: readonly string[]): Promise<string[]> {
	const {code, output, errors} = await run(['diff', '--format', 'json', ...options, a, b]);
	if (code !== 0 || errors !== '') {
		throw new Error(`exit code ${code}: ${errors}`);
	}

	return changesIn(JSON.parse(output) as DiffDocument).filter(line => !ofFiles.test(line)).sort();
}

for (const [title, {fixture = 'podman-small', options = [], change, expected}] of Object.entries(cases)) {
	test(`${title}: that is found, and nothing else`, async t => {
		const copy = new ChangedCheckpoint(fixture);
		await change(copy);
		t.deepEqual(await changes(copy.original, copy.folder, options), [...expected].sort());
		t.deepEqual(await changes(copy.folder, copy.folder, options), []);
	});
}

for (const [title, {change, reversed, options = []}] of Object.entries(cases).filter(([, {reversed}]) => reversed !== undefined)) {
	test(`${title}: the other way round`, async t => {
		const copy = new ChangedCheckpoint('podman-small');
		await change(copy);
		t.deepEqual(await changes(copy.folder, copy.original, options), [...reversed!].sort());
	});
}
