import {attempt} from '../../../archive/attempt.js';
import {compose} from '../../../checkpoint/compose.js';
import type {Untrusted} from '../../../text/untrusted.js';
import type {ProcessRule} from '../rule.js';

// Names of threads of Linux, which ps shows in brackets. Only these: celeryd and others write titles in brackets too.
const kernelThread = /^(?:kworker\/|kthreadd$|ksoftirqd\/|migration\/|rcu_\w+|kswapd\d|kdevtmpfs$|khugepaged$|kcompactd\d|kblockd$|ksmd$|kauditd$|khungtaskd$|oom_reaper$|writeback$|watchdogd?(?:\/|$)|cpuhp\/|idle_inject\/|kintegrityd$|jbd2\/|ext4-rsv-|xfs-\w+\/|xfsaild\/|btrfs-\w+|scsi_eh_\d|scsi_tmf_\d|irq\/\d|nfsd$|lockd$|loop\d+$|md\d+_\w+|kpsmoused$|kthrotld$|netns$|mm_percpu_wq$|inet_frag_wq$|kdmflush|zswap|ata_sff$|edac-poller$|ipv6_addrconf$|kstrp$|bioset$|crypto$|khelper$|kmpathd$|events\/\d)/v;

// Those of them that nothing else is called, also without the brackets; miners are fond of kswapd0.
const onlyKernelThread = /^(?:kworker\/|kthreadd$|ksoftirqd\/|migration\/|rcu_(?:sched|preempt|gp|par_gp)$|kswapd\d+$|kdevtmpfs$|khugepaged$|kcompactd\d+$|kauditd$|khungtaskd$|oom_reaper$|cpuhp\/|jbd2\/)/v;

/** A process that calls itself what a thread of the kernel is called. */
export const kernelName: ProcessRule = {
	name: 'kernel-name',
	looksFor: 'processes that are called like threads of the kernel',
	* inProcess(process) {
		const argv = attempt(() => process.argv);
		const [title, address] = argv.state === 'ready' ? [argv.value.strings[0], argv.value.addresses[0]] : [];
		const why = 'Threads of the kernel have no memory of their own, and this process has: it hides behind the name of one.';
		if (title !== undefined && isTaken(title)) {
			yield {severity: 'danger', evidence: compose('title ', title), why, address};
			return;
		}

		const {comm} = process;
		if (isTaken(comm)) {
			yield {severity: 'danger', evidence: compose('name ', comm), why};
		}
	},
};

/** Whether a name, or one in brackets, which a longer one may have lost the second of, is that of a thread of the kernel. */
function isTaken(name: Untrusted): boolean {
	const key = name.toKey();
	const inside = /^\[(?<inside>[^\]]*)/v.exec(key)?.groups?.inside;
	return inside === undefined ? onlyKernelThread.test(key) : kernelThread.test(inside);
}
