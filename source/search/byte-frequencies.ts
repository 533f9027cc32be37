/**
How common each byte value is in memory, in 100,000 bytes, at least 1: measured over the pages of this project's checkpoints and some programs.
*/
export const frequencies = Uint32Array.from(`
	75546 558 317 147 238 147 96 107 240 57 163 81 76 97 112 555
	216 56 41 25 50 56 67 52 110 30 37 39 46 42 38 99
	262 33 35 30 225 97 26 21 120 45 39 35 24 52 191 71
	194 296 48 49 58 37 74 73 136 63 44 55 30 88 33 51
	220 376 209 60 146 188 77 367 867 159 466 29 150 62 33 35
	115 21 50 41 65 107 38 26 68 15 11 38 32 38 26 197
	103 155 133 194 137 200 249 96 135 165 21 37 173 95 123 168
	151 32 198 178 298 192 83 71 135 67 38 42 45 24 46 438
	192 78 34 253 133 193 47 34 79 426 28 244 18 173 23 28
	182 19 25 40 20 24 23 16 65 17 29 9 19 10 14 11
	101 18 34 17 14 27 60 42 63 14 13 20 13 17 16 26
	88 10 8 10 13 35 97 22 113 20 62 31 34 10 81 57
	300 111 102 82 50 35 54 67 63 87 35 21 32 144 29 17
	107 30 99 44 21 13 13 20 67 32 53 46 46 23 11 72
	133 31 76 18 28 23 33 29 262 120 29 81 38 21 48 58
	104 25 70 69 46 38 109 44 116 57 44 36 118 53 164 1532
`.trim().split(/\s+/), Number);

/** How often a byte in memory is `value` in the bits of `mask`, in 100,000. */
export function frequency(value: number, mask: number): number {
	return mask === 0xFF ? frequencies[value]! : frequencies.reduce((sum, count, byte) => (byte & mask) === value ? sum + count : sum, 0);
}
