import type {Register} from '../../checkpoint/model.js';
import type {ByteSpace, Vma} from '../../memory/memory.js';
import {Untrusted} from '../../text/untrusted.js';
import {gapText} from '../../views/absence.js';
import {firstEndingAfter, regionName, type MappingName} from './regions.js';

export type JumpContext = {
	readonly space: ByteSpace;
	readonly cursor: bigint;
	readonly mappingName: MappingName;
	/** Registers of a thread, of the main one without `tid`; undefined when there is no such thread. Asked only when a name could be a register. */
	registers(tid?: number): readonly Register[] | undefined;
};

/** Where it leads, and what there is to say of that. */
export type Landing = {readonly address: bigint; readonly notice?: string; readonly error?: undefined};

export type Jump =
	| Landing
	| {readonly error: string; readonly address?: undefined; readonly notice?: undefined};

const stackPointers = ['rsp', 'esp', 'sp'];
const programCounters = ['rip', 'eip', 'ip', 'pc'];

/**
Understands where a person wants to go.

- `+0x100`, `-16`: from the cursor; decimal without `0x`
- `7f3a1c02b000`, `0x7f3a`: an address, always hexadecimal
- `rip`, `rsp`, `pc`, `sp`: where a register of the main thread points; `rsp 5` that of thread 5
- `heap`, `stack`, `libc`: the first mapping of that kind, or whose path or file name begins so; hexadecimal digits behind a `+` are an offset into it

An address that is not mapped leads to the nearest that is, with a notice.
*/
export function parseJump(typed: string, context: JumpContext): Jump {
	const text = typed.trim();
	if (text === '') {
		return {error: context.space.isContent ? 'an offset, or +distance' : 'an address, +offset, a register or the name of a region'};
	}

	const relative = /^(?<sign>[+-])\s*(?<distance>0x[\da-f]+|\d+)$/i.exec(text)?.groups;
	if (relative) {
		const offset = BigInt(relative.distance!);
		return landingOn(context.cursor + (relative.sign === '+' ? offset : -offset), context.space);
	}

	const digits = /\+\s*(?:0x)?(?<digits>[\da-f]+)$/i.exec(text);
	const name = digits ? text.slice(0, digits.index).trimEnd() : text;
	const offset = digits ? BigInt(`0x${digits.groups!.digits!}`) : 0n;
	const register = findRegister(name, context);
	if (register === 'no thread') {
		return {error: `there is no thread ${name.slice(name.lastIndexOf(' ') + 1)} in this process`};
	}

	if (register !== undefined) {
		const jump = landingOn(register.value + offset, context.space);
		return jump.address === undefined || jump.notice !== undefined ? jump : {...jump, notice: `${jump.address.toString(16)}, ${register.name} of ${register.thread}`};
	}

	// "beef" may name a file; the digits win only when no region has the name.
	const isNumber = /^0x[\da-f]+$/i.test(name) || /^\d[\da-f]*$/i.test(name);
	const region = isNumber ? undefined : findRegion(name, context);
	if (region) {
		return landingOn(region.start + offset, context.space);
	}

	return /^(?:0x)?[\da-f]+$/i.test(name) ? landingOn(BigInt(`0x${name.replace(/^0x/i, '')}`) + offset, context.space) : {error: context.space.isContent ? `no offset: ${Untrusted.from(name)}` : `no address, register or region is called ${Untrusted.from(name)}`};
}

/** Where one comes to who goes to an address. */
export function landingOn(address: bigint, space: ByteSpace): Jump {
	const {vmas} = space;
	if (vmas.length === 0) {
		return {error: 'this process has no memory'};
	}

	if (vmas.find(address) !== -1) {
		return {address};
	}

	if (!space.isContent && address >= 2n ** BigInt(space.wordSize * 8)) {
		return {error: `an address of this process has at most ${space.wordSize * 2} hexadecimal digits`};
	}

	const nearest = nearestMapped(space, address);
	const where = address < 0n ? 'that' : address.toString(16);
	return {address: nearest, notice: nearestNotice(where, space)};
}

/** Says that a place is not mapped, and that another one is shown for it. */
function nearestNotice(where: string, space: ByteSpace): string {
	return space.isContent ? `${where} is outside; this is the nearest byte` : `${where} is ${gapText(space, 'not mapped')}; this is the nearest address that is`;
}

function nearestMapped({vmas}: ByteSpace, address: bigint): bigint {
	const next = firstEndingAfter(vmas, address);
	const below = next === 0 ? undefined : vmas.at(next - 1).end - 1n;
	const above = next === vmas.length ? undefined : vmas.at(next).start;
	if (below === undefined || above === undefined) {
		return below ?? above!;
	}

	return address - below <= above - address ? below : above;
}

function findRegister(typed: string, {registers}: JumpContext): 'no thread' | undefined | {readonly name: string; readonly value: bigint; readonly thread: string} {
	const {name, tid} = /^(?<name>[a-z]\w{1,7})(?:\s+(?<tid>\d{1,10}))?$/i.exec(typed)?.groups ?? {};
	if (name === undefined) {
		return undefined;
	}

	const wanted = name.toLowerCase();
	const names = stackPointers.includes(wanted) ? [wanted, ...stackPointers] : programCounters.includes(wanted) ? [wanted, ...programCounters] : [wanted];
	const all = registers(tid === undefined ? undefined : Number(tid));
	if (all === undefined) {
		return tid !== undefined && registers()?.some(other => names.includes(other.name.toLowerCase())) ? 'no thread' : undefined;
	}

	const register = names.map(candidate => all.find(other => other.name.toLowerCase() === candidate)).find(found => found !== undefined);
	return register && {name: register.name, value: register.value, thread: tid === undefined ? 'the main thread' : `thread ${tid}`};
}

function findRegion(name: string, {space, mappingName}: JumpContext): Vma | undefined {
	const wanted = plainName(name);
	for (let index = 0; index < space.vmas.length; index++) {
		const vma = space.vmas.at(index);
		const path = plainName(regionName(vma, mappingName));
		if (path.startsWith(wanted) || path.slice(path.lastIndexOf('/') + 1).startsWith(wanted)) {
			return vma;
		}
	}

	return undefined;
}

// `[heap]` as /proc writes it is `heap` too.
function plainName(name: string): string {
	return name.toLowerCase().replaceAll(/[[\]]/g, '');
}
