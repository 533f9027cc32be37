import type {Absence, Presence, Segment} from '../../memory/presence.js';
import type {Untrusted} from '../../text/untrusted.js';

/**
What bytes of a checkpoint are that are not the memory of a process:
- `shared-memory`: an object that processes can map: anonymous shared memory, a SysV segment, a memfd, a file of `/dev/shm`
- `pipe`: what waits in a pipe or FIFO
- `socket`: what waits to be read from a socket, or to be sent
- `message-queue`: messages of a SysV queue
- `bpf-map`: keys and values
- `removed-file`: a file that had no name any more
- `file`: a file that the container changed, in its root file system, on a tmpfs or in a volume
- `engine-file`: what the engine wrote down beside the images, the arguments and the environment that it was told to start with among it
- `image`: an image of CRIU with nothing of the above in it: names of files, sockets and threads, what plugins left
*/
export type ContentKind = 'shared-memory' | 'pipe' | 'socket' | 'message-queue' | 'bpf-map' | 'removed-file' | 'file' | 'engine-file' | 'image';

/** Bytes of a checkpoint that are not the memory of a process. */
export type Content = {
	readonly kind: ContentKind;
	/** A path, `pipe:[1234]`, the addresses of a socket. */
	readonly name: Untrusted;
	/** Ids of the open file descriptions that lead to it. */
	readonly files: readonly number[];
	/** Of a shared object, CRIU's id of it, which mappings of it have. */
	readonly object?: bigint;
	/** What is there of it; an address is an offset in it. */
	readonly segments: readonly Segment[];
	/** What is known of the stretches between them; what nothing is said of is a hole of a sparse file. */
	readonly absent?: readonly Absence[];
	/** Bytes that should be here and are not, by why. */
	readonly lost?: ReadonlyMap<Presence, bigint>;
};

/** Finds contents, of one kind or from one image; throws `InputError` where the image that has them is damaged. */
export type ContentQuestion = () => readonly Content[];

/** Whether there is something to be said of its bytes: that they are there, will be there, or are lost. */
export function hasBytes({segments, absent = [], lost}: Content): boolean {
	return segments.length > 0 || (lost?.size ?? 0) > 0 || absent.some(({presence}) => presence === 'pending');
}
