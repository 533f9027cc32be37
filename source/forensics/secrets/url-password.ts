import {matchAt, textSigns, type Recognised, type Recogniser} from './recogniser.js';

const schemeBefore = /(?:^|[^\d+\-.a-z])(?<scheme>[a-z][\d+\-.a-z]{1,23})$/i;
const authority = /:\/\/(?<user>[\w!$%&*+,\-.;=~]{0,128}):(?<password>[\w!$%&()*+,\-.:;=[\]^{|}~]{1,256})@(?<host>[\w\-.]+|\[[\d:a-f]+\])/iy;
const withQuery = /:\/\/(?<place>[\w%+\-./:@[\]~]{1,256})\?(?<query>[\w!$%&*+,\-./:;=?@{}~]{1,512})/y;
const parameter = /(?:^|&)(?<name>(?:\w{0,32}_)?(?:password|passwd|pwd|pw|secret|token|api_?key))=(?<value>[^\s&]{3,})/gi;

const databases = /^(?:postgres(?:ql)?|mysql|mariadb|mongodb|redis|rediss|amqps?|mssql|sqlserver|oracle|cockroachdb|clickhouse|cassandra|couchbase|neo4j|bolt|db2|jdbc)(?:\+[\w.]+)?$/i;
// What documentation and the formats of programs have in these places.
const placeholder = /^(?:pass|passwd|password|pwd|secret|token|x+|[^\da-z]*)$|[$%](?![\da-f]{2})[\w({]|[()[\]{|}]/i;

/** Passwords in URLs: `scheme://user:password@host`, and as parameters. */
export const urlPassword: Recogniser = {
	signs: textSigns(['://']),
	reach: 800,
	recognise(text, at) {
		const scheme = schemeBefore.exec(text.slice(Math.max(0, at - 25), at))?.groups!.scheme;
		return scheme === undefined ? [] : [...credentials(text, at, scheme), ...parameters(text, at, scheme)];
	},
};

function credentials(text: string, at: number, scheme: string): Recognised[] {
	const match = matchAt(authority, text, at);
	if (match === undefined) {
		return [];
	}

	const {user, password, host} = match.groups!;
	const start = at + 3 + user!.length + 1;
	const isMeant = !placeholder.test(password!) && !/[$%](?![\da-f]{2})[\w({]/i.test(user!);
	return isMeant ? [{kind: databases.test(scheme) ? 'database URL' : 'password in URL', name: `${scheme}://${user!}@${host!}`, start, end: start + password!.length}] : [];
}

function parameters(text: string, at: number, scheme: string): Recognised[] {
	const match = matchAt(withQuery, text, at);
	if (match === undefined) {
		return [];
	}

	const {place, query} = match.groups!;
	const from = at + match[0].length - query!.length;
	return Array.from(query!.matchAll(parameter), ({0: whole, index, groups}): Recognised => {
		const end = from + index + whole.length;
		return {kind: 'password in URL', name: `${scheme}://${place!}?${groups!.name!}`, start: end - groups!.value!.length, end};
	}).filter(({start, end}) => !placeholder.test(text.slice(start, end)));
}
