import {cgroupSets} from './cgroup-sets.js';
import {damagedImages} from './damaged-images.js';
import {descriptors} from './descriptors.js';
import {dumpKind} from './dump-kind.js';
import type {Dump} from './dump.js';
import {encoding} from './encoding.js';
import {engineFiles} from './engine-files.js';
import {epollTargets} from './epoll-targets.js';
import {fileEntries} from './file-entries.js';
import {fileLocks} from './file-locks.js';
import type {Observation} from './finding.js';
import {lazyPages} from './lazy-pages.js';
import {leftOver} from './left-over.js';
import {mappedFiles} from './mapped-files.js';
import {memfds} from './memfds.js';
import {missingImages} from './missing-images.js';
import {mounts} from './mounts.js';
import {namespaces} from './namespaces.js';
import {controlGroups} from './needs/control-groups.js';
import {criuVersion} from './needs/criu-version.js';
import {externalMounts} from './needs/external-mounts.js';
import {externalSockets} from './needs/external-sockets.js';
import {fileSystem} from './needs/file-system.js';
import {heldLocks} from './needs/held-locks.js';
import {inheritedFiles} from './needs/inherited-files.js';
import {kernel} from './needs/kernel.js';
import {machine} from './needs/machine.js';
import {outerNamespaces} from './needs/outer-namespaces.js';
import {parentDump} from './needs/parent-dump.js';
import {plugins} from './needs/plugins.js';
import {processIds} from './needs/process-ids.js';
import {programs} from './needs/programs.js';
import {securityModule} from './needs/security-module.js';
import {shellJob} from './needs/shell-job.js';
import {tcpConnections} from './needs/tcp-connections.js';
import {pagesFiles} from './pages-files.js';
import {parents} from './parents.js';
import {processFiles} from './process-files.js';
import {processTree} from './process-tree.js';
import {queues} from './queues.js';
import {remaps} from './remaps.js';
import {seccompFilters} from './seccomp-filters.js';
import {sharedMemory} from './shared-memory.js';
import {tcpStreams} from './tcp-streams.js';
import {terminals} from './terminals.js';
import {unixPeers} from './unix-peers.js';

/**
A question about a dump: what is wrong with it, or what restoring it takes.

Reading throws `InputError` for damage that stands in the way; it is told as a finding.
*/
export type Rule = {
	/** As programs know it. */
	readonly name: string;
	find(dump: Dump): Iterable<Observation>;
};

/** Asked of every dump that can be read, also of one that another builds on. */
export const memoryRules: readonly Rule[] = [
	{name: 'damaged-image', find: damagedImages},
	{name: 'missing-image', find: missingImages},
	{name: 'pages-file', find: pagesFiles},
	{name: 'parent', find: parents},
	{name: 'lazy-pages', find: lazyPages},
	{name: 'dump-kind', find: dumpKind},
	{name: 'encoding', find: encoding},
];

/** Asked of a dump that is to be restored: whether what its images refer to is there. */
export const referenceRules: readonly Rule[] = [
	{name: 'process-tree', find: processTree},
	{name: 'process-files', find: processFiles},
	{name: 'descriptors', find: descriptors},
	{name: 'file-entries', find: fileEntries},
	{name: 'mapped-files', find: mappedFiles},
	{name: 'shared-memory', find: sharedMemory},
	{name: 'removed-files', find: remaps},
	{name: 'terminals', find: terminals},
	{name: 'memfds', find: memfds},
	{name: 'unix-peers', find: unixPeers},
	{name: 'queues', find: queues},
	{name: 'tcp-streams', find: tcpStreams},
	{name: 'epoll-targets', find: epollTargets},
	{name: 'file-locks', find: fileLocks},
	{name: 'seccomp-filters', find: seccompFilters},
	{name: 'control-group-sets', find: cgroupSets},
	{name: 'namespaces', find: namespaces},
	{name: 'mounts', find: mounts},
	{name: 'engine-files', find: engineFiles},
	{name: 'left-over', find: leftOver},
];

/** What restoring a dump takes; what is to be given to CRIU first, then what is to be there. */
export const needRules: readonly Rule[] = [
	{name: 'criu-version', find: criuVersion},
	{name: 'tcp-connections', find: tcpConnections},
	{name: 'shell-job', find: shellJob},
	{name: 'external-sockets', find: externalSockets},
	{name: 'inherited-files', find: inheritedFiles},
	{name: 'held-locks', find: heldLocks},
	{name: 'control-groups', find: controlGroups},
	{name: 'external-mounts', find: externalMounts},
	{name: 'outer-namespaces', find: outerNamespaces},
	{name: 'plugins', find: plugins},
	{name: 'security-module', find: securityModule},
	{name: 'parent-dump', find: parentDump},
	{name: 'file-system', find: fileSystem},
	{name: 'process-ids', find: processIds},
	{name: 'machine', find: machine},
	{name: 'kernel', find: kernel},
	{name: 'programs', find: programs},
];
