import fs from 'node:fs';

/** Has `work` write to a file that was not there, which only its owner may read: evidence is for nobody else. Throws what the system says. */
export async function withNewFile<T>(file: string, work: (fd: number) => Promise<T>): Promise<T> {
	const fd = fs.openSync(file, 'wx', 0o600);
	try {
		return await work(fd);
	} finally {
		fs.closeSync(fd);
	}
}
