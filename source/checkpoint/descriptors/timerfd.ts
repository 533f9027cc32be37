import type {timerfd_entry} from '../../criu/schema/messages.js';
import {counted} from '../compose.js';
import type {Resolution} from './resolution.js';

const clocks: Readonly<Record<number, string>> = {0: 'CLOCK_REALTIME', 1: 'CLOCK_MONOTONIC', 7: 'CLOCK_BOOTTIME', 8: 'CLOCK_REALTIME_ALARM', 9: 'CLOCK_BOOTTIME_ALARM'};

export function resolveTimerfd(file: timerfd_entry): Resolution {
	const armed = file.vsec !== 0n || file.vnsec !== 0n;
	const repeats = file.isec !== 0n || file.insec !== 0n;
	return {
		type: 'timerfd',
		target: 'anon_inode:[timerfd]',
		details: [
			clocks[file.clockid] ?? `clock ${file.clockid}`,
			armed ? `expires in ${seconds(file.vsec, file.vnsec)}` : 'not armed',
			repeats ? `every ${seconds(file.isec, file.insec)}` : undefined,
			file.ticks === 0n ? undefined : `expired ${counted(file.ticks, 'time')}, not read yet`,
		],
		flags: file.flags,
	};
}

function seconds(whole: bigint, nanoseconds: bigint): string {
	return `${whole}${nanoseconds === 0n ? '' : `.${nanoseconds.toString().padStart(9, '0')}`} s`;
}
