import type {Rule} from './rule.js';
import {account} from './rules/account.js';
import {authorizedKeys} from './rules/authorized-keys.js';
import {capabilities} from './rules/capabilities.js';
import {falseName} from './rules/false-name.js';
import {hiddenFile} from './rules/hidden-file.js';
import {kernelName} from './rules/kernel-name.js';
import {oddProgram} from './rules/odd-program.js';
import {preloadFile} from './rules/preload-file.js';
import {preloadVariable} from './rules/preload-variable.js';
import {programInMemory} from './rules/program-in-memory.js';
import {ptrace} from './rules/ptrace.js';
import {fileWithSetId} from './rules/set-id-file.js';
import {socketShell} from './rules/socket-shell.js';
import {startFile} from './rules/start-file.js';
import {systemProgram} from './rules/system-program.js';
import {unbackedCode} from './rules/unbacked-code.js';
import {unexpectedPort} from './rules/unexpected-port.js';
import {writableCode} from './rules/writable-code.js';

/** Every rule, in the order of the findings. */
export const rules: readonly Rule[] = [
	programInMemory,
	writableCode,
	unbackedCode,
	oddProgram,
	kernelName,
	falseName,
	socketShell,
	unexpectedPort,
	preloadVariable,
	preloadFile,
	systemProgram,
	fileWithSetId,
	hiddenFile,
	authorizedKeys,
	startFile,
	account,
	ptrace,
	capabilities,
];
