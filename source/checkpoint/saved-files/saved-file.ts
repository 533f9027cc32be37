import type {Member, MemberKind} from '../../archive/archive.js';
import {memberKey} from '../../archive/member-name.js';
import {Untrusted} from '../../text/untrusted.js';
import {compose} from '../compose.js';

/** A file of the container that the checkpoint has, or says to be gone. */
export type SavedFile = {
	/** As the container saw it; in a volume, behind the volume's name. */
	readonly path: Untrusted;
	/** `deleted` is one that the container removed from its image, `emptied` a folder of which it removed all that the image had in it. */
	readonly kind: MemberKind | 'deleted' | 'emptied';
	/** Undefined of one that was deleted or emptied: nothing more is known of it. */
	readonly member?: Member;
};

// https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts
const whiteout = '.wh.';
const opaque = '.wh..wh..opq';

/** What a member of a tar says. containerd writes down what was deleted as empty files beside what is gone (whiteouts of OCI layers); those stand only in what changed of a root file system. */
export function savedFileOf(member: Member, place: string | Untrusted, hasWhiteouts: boolean): SavedFile {
	const {key, kind} = member;
	const nameAt = key.lastIndexOf('/') + 1;
	if (hasWhiteouts && key.slice(nameAt) === opaque) {
		return {path: compose(place, fromKey(key.slice(0, Math.max(0, nameAt - 1)))), kind: 'emptied'};
	}

	const gone = hasWhiteouts && key.startsWith(whiteout, nameAt) && !key.startsWith(whiteout, nameAt + whiteout.length) ? key.slice(0, nameAt) + key.slice(nameAt + whiteout.length) : undefined;
	return gone === undefined ? {path: compose(place, fromKey(key)), kind, member} : {path: compose(place, fromKey(gone)), kind: 'deleted'};
}

/** A file that Podman or CRI-O lists as deleted, by its path as it is listed. */
export function deletedFile({bytes}: Untrusted): SavedFile {
	return {path: compose('/', fromKey(memberKey(bytes))), kind: 'deleted'};
}

function fromKey(key: string): Untrusted {
	return new Untrusted(Buffer.from(key, 'latin1'));
}
