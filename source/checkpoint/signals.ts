const common = ['HUP', 'INT', 'QUIT', 'ILL', 'TRAP', 'ABRT', 'BUS', 'FPE', 'KILL', 'USR1', 'SEGV', 'USR2', 'PIPE', 'ALRM', 'TERM', 'STKFLT', 'CHLD', 'CONT', 'STOP', 'TSTP', 'TTIN', 'TTOU', 'URG', 'XCPU', 'XFSZ', 'VTALRM', 'PROF', 'WINCH', 'IO', 'PWR', 'SYS'];

// arch/mips/include/uapi/asm/signal.h
const mips = ['HUP', 'INT', 'QUIT', 'ILL', 'TRAP', 'ABRT', 'EMT', 'FPE', 'KILL', 'BUS', 'SEGV', 'SYS', 'PIPE', 'ALRM', 'TERM', 'USR1', 'USR2', 'CHLD', 'PWR', 'WINCH', 'URG', 'IO', 'STOP', 'TSTP', 'CONT', 'TTIN', 'TTOU', 'VTALRM', 'PROF', 'XCPU', 'XFSZ'];

// The kernel's first real-time signal; libc's SIGRTMIN is a few higher.
const realTime = 32;

/** `SIGUSR1`; `SIGRT2` for the kernel's real-time signals from 32 on. `machine` is the core's `mtype`. */
export function signalName(signal: number, machine: number): string {
	const name = (machine === mipsMachine ? mips : common)[signal - 1];
	return name === undefined ? (signal >= realTime ? `SIGRT${signal - realTime}` : `signal ${signal}`) : `SIG${name}`;
}

/** Names of the signals in a set: bit N - 1 is signal N. */
export function signalNames(set: bigint, machine: number): string[] {
	const names = [];
	for (let signal = 1; signal <= 64; signal++) {
		if ((set >> BigInt(signal - 1) & 1n) === 1n) {
			names.push(signalName(signal, machine));
		}
	}

	return names;
}

const mipsMachine = 6;
