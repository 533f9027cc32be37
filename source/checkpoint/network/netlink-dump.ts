import {attempt} from '../../archive/attempt.js';
import {InputError, readExactly} from '../../archive/byte-source.js';
import type {ImageDirectory} from '../../criu/image-directory.js';

/** What the `save` commands of iproute2 write: messages as the kernel answered them, behind a magic. */
export type NetlinkDump = {
	/** Printable name of the image. */
	readonly file: string;
	readonly bytes: Uint8Array;
	readonly view: DataView;
	/** The byte order of the host that wrote it. */
	readonly isLittle: boolean;
};

/** A message or an attribute: its type, and where in the image its content is. */
export type NetlinkRecord = {readonly type: number; readonly start: number; readonly end: number};

// By the family of the image, with the command that writes it.
const kinds: ReadonlyArray<readonly [image: RegExp, magic: number, command: string]> = [
	[/^ifaddr-\d+\.img$/v, 0x47_36_12_22, 'ip addr save'],
	[/^route6?-\d+\.img$/v, 0x45_31_12_24, 'ip route save'],
	[/^rule-\d+\.img$/v, 0x71_70_69_86, 'ip rule save'],
];

// Thousands of addresses, routes or firewall rules fit into it.
const maxSize = 4 * 1024 * 1024;

// include/uapi/linux/netlink.h
const messageHeader = 16;
const attributeHeader = 4;

/**
All bytes of an image of the network, which is small; undefined when there is none.

@throws {InputError} when it is larger than any such image
@throws {PendingError}
*/
export function readRawImage(images: ImageDirectory, name: string): Uint8Array | undefined {
	const source = images.source(name);
	if (source === undefined) {
		return undefined;
	}

	const file = images.shown(name);
	if (source.size > maxSize) {
		throw new InputError(file, `too large to be read: ${source.size} bytes`);
	}

	return readExactly(source, file, 0, source.size);
}

/**
Reads an image of this kind by its name; undefined when there is none.

@throws {InputError} when it is something else
@throws {PendingError}
*/
export function readNetlinkDump(images: ImageDirectory, name: string): NetlinkDump | undefined {
	const bytes = readRawImage(images, name);
	if (bytes === undefined) {
		return undefined;
	}

	const [, magic, command] = kinds.find(([image]) => image.test(name))!;
	const file = images.shown(name);
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	const isLittle = view.byteLength >= 4 && view.getUint32(0, true) === magic;
	if (!isLittle && (view.byteLength < 4 || view.getUint32(0) !== magic)) {
		throw new InputError(file, `not what \`${command}\` writes`, 0);
	}

	return {file, bytes, view, isLittle};
}

/**
The messages that the kernel answered, in their order.

@yields each
@throws {InputError} when one is damaged
*/
export function * netlinkMessages({file, view, isLittle}: NetlinkDump): Generator<NetlinkRecord> {
	yield * records(file, 4, view.byteLength, messageHeader, position => ({length: view.getUint32(position, isLittle), type: view.getUint16(position + 4, isLittle)}));
}

/**
The attributes in `[start, end)`.

@yields each
@throws {InputError} when one is damaged
*/
export function * netlinkAttributes({file, view, isLittle}: NetlinkDump, start: number, end: number): Generator<NetlinkRecord> {
	yield * records(file, start, end, attributeHeader, position => ({length: view.getUint16(position, isLittle), type: view.getUint16(position + 2, isLittle)}));
}

/**
Why an image of this kind can't be what was written; undefined where nothing is wrong with it, and for every other image. Very large ones are not looked at.

@throws {PendingError}
*/
export function netlinkDamage(images: ImageDirectory, name: string): InputError | undefined {
	if (kinds.every(([image]) => !image.test(name)) || (images.source(name)?.size ?? 0) > maxSize) {
		return undefined;
	}

	const whole = attempt(() => {
		const dump = readNetlinkDump(images, name);
		return dump === undefined ? [] : [...netlinkMessages(dump)];
	});
	if (whole.state === 'pending') {
		throw whole.error;
	}

	return whole.state === 'failed' ? whole.error : undefined;
}

// Messages and attributes alike: a header, whose length counts itself, and content, padded to 4 bytes.
function * records(file: string, start: number, end: number, header: number, read: (position: number) => {length: number; type: number}): Generator<NetlinkRecord> {
	let position = start;
	while (position < end) {
		const {length, type} = position + header <= end ? read(position) : {length: 0, type: 0};
		if (length < header || position + length > end) {
			throw new InputError(file, 'a damaged record', position);
		}

		yield {type, start: position + header, end: position + length};
		position += Math.ceil(length / 4) * 4;
	}
}
