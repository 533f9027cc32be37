// include/net/tcp_states.h; UNIX and netlink sockets use the same numbers.
export const tcpStates: readonly string[] = ['UNKNOWN', 'ESTABLISHED', 'SYN_SENT', 'SYN_RECV', 'FIN_WAIT1', 'FIN_WAIT2', 'TIME_WAIT', 'CLOSE', 'CLOSE_WAIT', 'LAST_ACK', 'LISTEN', 'CLOSING', 'NEW_SYN_RECV'];

// include/linux/net.h
export const socketTypes: Readonly<Record<number, string>> = {1: 'STREAM', 2: 'DGRAM', 3: 'RAW', 4: 'RDM', 5: 'SEQPACKET', 10: 'PACKET'};
