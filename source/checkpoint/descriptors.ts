import {enumNames} from '../criu/schema.js';
import type {fdinfo_entry, file_entry} from '../criu/schema/messages.js';
import {Untrusted} from '../text/untrusted.js';
import {orComplaint, type Complaint} from './complaint.js';
import {compose, join, type Part} from './compose.js';
import {resolveBpfMap} from './descriptors/bpf.js';
import {resolveEventfd} from './descriptors/eventfd.js';
import {resolveEventpoll} from './descriptors/eventpoll.js';
import {resolveFanotify} from './descriptors/fanotify.js';
import {resolveInet} from './descriptors/inet.js';
import {resolveInotify} from './descriptors/inotify.js';
import {resolveMemfd} from './descriptors/memfd.js';
import {resolveNamespace} from './descriptors/namespace.js';
import {resolveNetlink} from './descriptors/netlink.js';
import {resolvePacket} from './descriptors/packet.js';
import {resolvePidfd} from './descriptors/pidfd.js';
import {resolveFifo, resolvePipe} from './descriptors/pipe.js';
import {resolveRegular} from './descriptors/regular.js';
import type {Detail, Relation, Resolution, Scope} from './descriptors/resolution.js';
import {resolveSignalfd} from './descriptors/signalfd.js';
import {resolveTimerfd} from './descriptors/timerfd.js';
import {resolveTty} from './descriptors/tty.js';
import {resolveTun} from './descriptors/tun.js';
import {resolveUnix} from './descriptors/unix.js';
import type {Descriptor} from './model.js';
import {openFlags} from './open-flags.js';

const typeNames = enumNames('fd_types')!;

const closeOnExec = 1;

/** The open descriptors of a process, resolved, by their numbers. */
export function resolveDescriptors(entries: readonly fdinfo_entry[], scope: Scope): Descriptor[] {
	return entries.map(entry => resolve(entry, scope)).sort((one, other) => one.fd - other.fd);
}

function resolve(info: fdinfo_entry, scope: Scope): Descriptor {
	const {fd, id} = info;
	const file = scope.files.entry(id);
	const resolution = file === undefined ? missing(id) : resolveFile(file, scope);
	const shared = sharedWith(info, scope);
	const details = [
		...resolution.details ?? [],
		...locks(info, scope),
		shared === undefined ? undefined : {relation: shared},
	].filter(detail => detail !== undefined);
	const ownDetails = details.filter(detail => !isRelation(detail));
	const incomplete = details.find(detail => isComplaint(detail))?.error;
	return {
		fd,
		id,
		type: resolution.type,
		rawType: typeNames.get(info.type) ?? String(info.type),
		target: compose(resolution.target),
		details: details.map(detail => compose(textOf(detail))),
		...(ownDetails.length > 0 && {ownDetail: join(ownDetails.map(detail => textOf(detail)), '; ')}),
		...(incomplete !== undefined && {incomplete}),
		deleted: 'deleted' in resolution ? resolution.deleted : false,
		flags: resolution.flags === undefined ? [] : openFlags(resolution.flags, scope.machine()),
		closeOnExec: (info.flags & closeOnExec) !== 0,
		...(resolution.position !== undefined && {position: resolution.position}),
		...(resolution.inode !== undefined && {inode: resolution.inode}),
		...(resolution.socket !== undefined && {socket: resolution.socket}),
	};
}

function isRelation(detail: Detail): detail is Relation {
	return typeof detail === 'object' && 'relation' in detail;
}

function isComplaint(detail: Detail): detail is Complaint {
	return typeof detail === 'object' && 'complaint' in detail;
}

function textOf(detail: Detail): Part {
	return isRelation(detail) ? detail.relation : (isComplaint(detail) ? detail.complaint : detail);
}

function resolveFile(file: file_entry, scope: Scope): Resolution {
	const {reg, pipe, fifo, isk, usk, nlsk, psk, efd, epfd, sgfd, ify, ffy, tfd, memfd, tty, tunf, nsf, bpf, pidfd, ext} = file;
	return (reg && resolveRegular(reg, scope))
		?? (pipe && resolvePipe(pipe, scope))
		?? (fifo && resolveFifo(fifo, scope))
		?? (isk && resolveInet(isk, scope))
		?? (usk && resolveUnix(usk, scope))
		?? (nlsk && resolveNetlink(nlsk))
		?? (psk && resolvePacket(psk, scope))
		?? (efd && resolveEventfd(efd))
		?? (epfd && resolveEventpoll(epfd, scope, id => targetOf(id, scope)))
		?? (sgfd && resolveSignalfd(sgfd, scope))
		?? (ify && resolveInotify(ify))
		?? (ffy && resolveFanotify(ffy))
		?? (tfd && resolveTimerfd(tfd))
		?? (memfd && resolveMemfd(memfd, scope))
		?? (tty && resolveTty(tty, scope))
		?? (tunf && resolveTun(tunf))
		?? (nsf && resolveNamespace(nsf, scope))
		?? (bpf && resolveBpfMap(bpf))
		?? (pidfd && resolvePidfd(pidfd, scope))
		?? (ext && {type: 'external', target: `external file ${ext.id}`, details: ['handed over by a plugin of CRIU']})
		?? {type: 'unknown', target: `file ${file.id} of type ${typeNames.get(file.type) ?? file.type}`};
}

function locks({id}: fdinfo_entry, {locks: held, pid}: Scope): readonly Detail[] {
	const texts = orComplaint(() => held.texts(pid, id), 'locks are');
	return 'complaint' in texts ? [texts] : texts;
}

function missing(id: number): Resolution {
	return {type: 'unknown', target: Untrusted.from(`file ${id}`), details: [`no image describes file ${id}`]};
}

// An eventpoll can watch another one: naming it goes no deeper.
function targetOf(id: number, scope: Scope): Part {
	const file = scope.files.entry(id);
	if (file === undefined) {
		return `file ${id}`;
	}

	return file.epfd === undefined ? resolveFile(file, scope).target : 'anon_inode:[eventpoll]';
}

function sharedWith({id, fd}: fdinfo_entry, {holders, pid}: Scope): string | undefined {
	const others = holders.others(id, {pid, fd});
	return others === undefined ? undefined : `same as ${others}`;
}
