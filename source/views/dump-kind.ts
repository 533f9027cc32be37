import type {DumpKind} from '../checkpoint/container.js';

/** What each kind of dump is, in a few words. */
export const dumpKinds: Readonly<Record<DumpKind, string>> = {
	full: 'full',
	incremental: 'incremental: pages that did not change since are in the parent',
	lazy: 'lazy: pages were left on the source host',
	'pre-dump': 'pre-dump: memory only, taken while the processes ran on',
	failed: 'failed: CRIU gave up half way',
	damaged: 'damaged: the images that describe it are lost',
};
