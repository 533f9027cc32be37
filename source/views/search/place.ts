import type {ContentKind} from '../../checkpoint/contents/content.js';
import type {Holder} from '../../checkpoint/holders.js';
import type {Process} from '../../checkpoint/process.js';
import type {Absence, Segment} from '../../memory/presence.js';
import type {Untrusted} from '../../text/untrusted.js';
import type {Match} from '../../search/search.js';
import type {NameKind} from './names.js';
import type {Surroundings} from './surroundings.js';

/** Something that is searched by itself: the memory of a process, or other bytes of the checkpoint. */
export type Place = {
	readonly kind: 'memory' | ContentKind | NameKind;
	/** Its addresses are those of the process's memory, else offsets. */
	readonly isMemory: boolean;
	/** Whose memory it is, or the first process that has it open. */
	readonly process?: Process | undefined;
	/** Of all else: what it is. */
	readonly name?: Untrusted;
	/** Who has it open, the first process first. */
	readonly holders: readonly Holder[];
	/** Bytes in it that are there. */
	readonly size: number;
	segments(): Iterable<Segment>;
	/** What is known of the stretches between segments that are no memory. */
	readonly absent?: readonly Absence[] | undefined;
	/** Reads what is around a match. */
	readonly surroundings: Surroundings;
	/** Of a place that stands for many: the one that has a match, and the match in that. */
	readonly partOf?: (match: Match) => {readonly place: Place; readonly match: Match};
};
