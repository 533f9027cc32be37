import {fileOf, type Dump} from '../dump.js';
import {needs, type Observation} from '../finding.js';

// The images that CRIU hands to other programs.
const readers: ReadonlyArray<readonly [images: RegExp, program: string]> = [
	[/^tmpfs-/v, 'tar and gzip'],
	[/^(?:ifaddr|route6?|rule)-\d+\.img$/v, 'ip'],
	[/^iptables-\d+\.img$/v, 'iptables-restore'],
	[/^ip6tables-\d+\.img$/v, 'ip6tables-restore'],
	[/^nftables-\d+\.img$/v, 'nftables'],
];

/**
Programs that CRIU runs to restore file systems in memory and networks.

@yields what it finds
*/
export function * programs(dump: Dump): Generator<Observation> {
	const names = dump.images.names();
	const used = readers.flatMap(([images, program]) => {
		const name = names.find(candidate => images.test(candidate));
		return name === undefined ? [] : [{name, program}];
	});
	if (used.length > 0) {
		yield needs(fileOf(dump, used[0]!.name), `programs on the host: ${used.map(({program}) => program).join(', ')}`);
	}
}
