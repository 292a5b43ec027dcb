package dev.rollcall.fuzz.script;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the network of a fuzzed conversation says: to this thread alone, at once, and whatever is
 * sent to it.
 *
 * @param connections what each TCP connection brings, the first one first; further ones bring what
 *     the last one did
 * @param chance decides by its bits how each of them ends, and how much a read brings
 * @param waits whether a connection brings nothing before something was sent
 * @param datagram what answers a datagram
 * @param service serves the connections instead, where bytes alone do not make a server
 */
record Script(
    List<byte[]> connections,
    int chance,
    boolean waits,
    UnaryOperator<byte[]> datagram,
    Optional<Service> service) {
  private static final ThreadLocal<Script> CURRENT = new ThreadLocal<>();
  private static final ThreadLocal<Integer> DIALLED = ThreadLocal.withInitial(() -> 0);

  /** How a connection ends. */
  enum End {
    CLOSED,
    SILENT,
    RESET
  }

  Script {
    connections = List.copyOf(connections);
  }

  /** Every connection and every datagram brings the input; how it ends is the input's as well. */
  static Script of(byte[] input) {
    return of(List.of(input), input);
  }

  /** As {@link #of(byte[])}, with different connections. */
  static Script of(List<byte[]> connections, byte[] input) {
    return new Script(
        connections, Arrays.hashCode(input) >>> 1, false, request -> input, Optional.empty());
  }

  End end() {
    return switch (chance & 7) {
      case 0 -> End.SILENT;
      case 1 -> End.RESET;
      default -> End.CLOSED;
    };
  }

  /** Whether a read brings a few bytes at most. */
  boolean drips() {
    return (chance & 0x70) == 0;
  }

  /** The same, where a datagram is answered in another way. */
  Script answering(UnaryOperator<byte[]> answer) {
    return new Script(connections, chance, waits, answer, service);
  }

  /** The same, where nothing comes before something was sent. */
  Script waiting() {
    return new Script(connections, chance, true, datagram, service);
  }

  /** The same, where a server of that kind answers. */
  Script served(Service by) {
    return new Script(connections, chance, waits, datagram, Optional.of(by));
  }

  /** Makes it what this thread's sockets meet. */
  void begin() {
    CURRENT.set(this);
    DIALLED.set(0);
  }

  static Script current() {
    Script script = CURRENT.get();
    if (script == null) {
      throw new IllegalStateException("this thread has no script: nothing may be dialled");
    }
    return script;
  }

  /** What the next connection brings. */
  byte[] dial() {
    int number = DIALLED.get();
    DIALLED.set(number + 1);
    return connections.get(Math.min(number, connections.size() - 1));
  }
}
