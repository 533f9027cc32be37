import os from 'node:os';

/** The machine that measures, without anything that tells whose it is. */
export function machineText(): string {
	const cpus = os.cpus();
	const release = /^[\d.]+/v.exec(os.release())?.[0] ?? '';
	return `${cpus.length} × ${cpus[0]?.model.trim() ?? os.arch()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${release} ${os.arch()}, Node ${process.versions.node}`;
}
