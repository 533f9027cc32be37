import fs from 'node:fs';
import {findPackageJSON} from 'node:module';

/** The version of this program. */
export function programVersion(): string {
	return (JSON.parse(fs.readFileSync(findPackageJSON(import.meta.url)!, 'utf8')) as {version: string}).version;
}
